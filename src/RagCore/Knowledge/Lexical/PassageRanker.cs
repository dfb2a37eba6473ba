using ChatOpsBot.RagCore.Access;

namespace ChatOpsBot.RagCore.Knowledge.Lexical;

/// <summary>From the terms of a question to its passages: collect, add pairs, put replaced documents behind their replacement, order.</summary>
internal static class PassageRanker
{
    /// <summary>How many candidates pairs are looked for in, at least.</summary>
    private const int MinDepth = 50;

    public static IReadOnlyList<Passage> Rank(string question, TenantSnapshot snapshot, AccessFilter access, int limit)
    {
        var query = LexicalQuery.Read(question, snapshot);
        var scorer = new TermScorer(snapshot, query, access);
        var candidates = scorer.Collect(Math.Max(MinDepth, limit));
        var pairs = new PairScorer(query, snapshot.Vocabulary);
        foreach (var candidate in candidates)
        {
            var segment = candidate.View.Segment;
            var title = segment.Documents[segment.DocumentOf[candidate.Number]].Title;
            candidate.Score += pairs.Score(candidate.Chunk, title, scorer.Norm(segment.Lengths[candidate.Number]));
        }

        Supersession.Demote(candidates);
        candidates.Sort(ScoredChunk.Compare);
        return [.. candidates.Take(limit).Select(candidate => new Passage(candidate.Chunk.Chunk, candidate.Score))];
    }
}
