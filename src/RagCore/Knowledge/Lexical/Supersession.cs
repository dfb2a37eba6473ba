namespace ChatOpsBot.RagCore.Knowledge.Lexical;

/// <summary>Keeps a replaced document findable, but never before the document that replaced it.</summary>
internal static class Supersession
{
    public static void Demote(List<ScoredChunk> candidates)
    {
        var bestOf = candidates
            .GroupBy(candidate => candidate.Document.Id, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Max(candidate => candidate.Score), StringComparer.Ordinal);
        foreach (var candidate in candidates.Where(candidate => candidate.Document.IsSuperseded))
        {
            candidate.Score *= Bm25.SupersededWeight;
            if (candidate.Document.SupersededBy is { } replacement && bestOf.TryGetValue(replacement, out var best))
            {
                candidate.Score = Math.Min(candidate.Score, best * Bm25.SupersededWeight);
            }
        }
    }
}
