namespace ChatOpsBot.RagCore.Knowledge.Dense;

/// <summary>Best first; equal scores by document and place, so that the order never depends on how an index grew.</summary>
internal static class PassageOrder
{
    public static int Compare(Passage left, Passage right)
    {
        var order = right.Score.CompareTo(left.Score);
        order = order != 0 ? order : string.CompareOrdinal(left.Chunk.Document.Id, right.Chunk.Document.Id);
        return order != 0 ? order : left.Chunk.Ordinal.CompareTo(right.Chunk.Ordinal);
    }
}
