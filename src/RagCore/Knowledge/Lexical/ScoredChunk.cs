namespace ChatOpsBot.RagCore.Knowledge.Lexical;

/// <summary>A chunk of a segment on its way to becoming a passage.</summary>
internal sealed class ScoredChunk(SegmentView view, int number, float score)
{
    public AnalyzedChunk Chunk { get; } = view.Segment.Chunks[number];

    public Document Document => Chunk.Chunk.Document;

    public SegmentView View { get; } = view;

    public int Number { get; } = number;

    public float Score { get; set; } = score;

    /// <summary>Best first; equal scores by document and place, so that the order never depends on how the index grew.</summary>
    public static int Compare(ScoredChunk left, ScoredChunk right)
    {
        var order = right.Score.CompareTo(left.Score);
        order = order != 0 ? order : string.CompareOrdinal(left.Document.Id, right.Document.Id);
        return order != 0 ? order : left.Chunk.Chunk.Ordinal.CompareTo(right.Chunk.Chunk.Ordinal);
    }
}
