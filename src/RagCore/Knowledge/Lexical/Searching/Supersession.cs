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

    /// <summary>
    /// Does the same with passages that come from several rankings or from elsewhere, and whose scores were lowered already where they count less for
    /// being replaced.
    /// </summary>
    public static Passage[] KeepBehind(Passage[] passages)
    {
        if (!passages.Any(passage => passage.Chunk.Document.SupersededBy is not null))
        {
            return passages;
        }

        var best = passages.GroupBy(passage => passage.Chunk.Document.Id, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Max(passage => passage.Score), StringComparer.Ordinal);
        return
        [
            .. passages.Select(passage => passage.Chunk.Document.SupersededBy is { } replacement && best.TryGetValue(replacement, out var limit)
                ? passage with { Score = Math.Min(passage.Score, limit * RankingWeights.Superseded) }
                : passage),
        ];
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
