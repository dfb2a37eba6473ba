namespace ChatOpsBot.RagCore.Knowledge.Lexical.Searching;

/// <summary>Keeps a replaced document findable, but never before the document that replaced it.</summary>
internal static class Supersession
{
    public static void Demote(Span<Candidate> candidates, TenantSnapshot snapshot)
    {
        Dictionary<string, float>? bestOf = null;
        for (var index = 0; index < candidates.Length; index++)
        {
            var documents = snapshot.Segments[candidates[index].Segment].Segment.Documents;
            var number = snapshot.Segments[candidates[index].Segment].Segment.Chunks.DocumentOf[candidates[index].Chunk];
            if (documents.IsSuperseded(number))
            {
                // Found before any score is lowered: replacements of replacements are compared with what they had.
                bestOf ??= BestScores(candidates, snapshot);
                candidates[index].Score *= RankingWeights.Superseded;
                if (documents.Get(number).SupersededBy is { } replacement && bestOf.TryGetValue(replacement, out var best))
                {
                    candidates[index].Score = Math.Min(candidates[index].Score, best * RankingWeights.Superseded);
                }
            }
        }
    }

    private static Dictionary<string, float> BestScores(ReadOnlySpan<Candidate> candidates, TenantSnapshot snapshot)
    {
        var best = new Dictionary<string, float>(StringComparer.Ordinal);
        foreach (ref readonly var candidate in candidates)
        {
            var segment = snapshot.Segments[candidate.Segment].Segment;
            var id = segment.DocumentOf(candidate.Chunk).Id;
            best[id] = Math.Max(best.GetValueOrDefault(id), candidate.Score);
        }

        return best;
    }
}
