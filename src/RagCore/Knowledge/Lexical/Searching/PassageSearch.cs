using ChatOpsBot.RagCore.Access;

namespace ChatOpsBot.RagCore.Knowledge.Lexical.Searching;

/// <summary>
/// From a question to its chunks: collect the best by single words, look at those closely, compare them with the best of them, put replaced
/// documents behind their replacement, order, put repetitions behind. What the filter does not admit is never a candidate.
/// </summary>
internal static class PassageSearch
{
    /// <summary>Returns the candidates, best first. They are valid until the thread searches again.</summary>
    public static ReadOnlySpan<Candidate> Rank(ReadOnlySpan<char> question, TenantSnapshot snapshot, AccessFilter access, int limit)
    {
        var scratch = SearchScratch.OfThread;
        scratch.QueryReader.Read(question, snapshot, scratch.Query);
        scratch.Heap.Reset(Math.Max(RankingWeights.Depth, limit));
        scratch.Words.Collect(snapshot, scratch.Query, access, scratch.Heap);
        var candidates = scratch.Heap.Items;
        scratch.Reader.Begin(snapshot, scratch.Query);
        foreach (ref var candidate in candidates)
        {
            scratch.Reader.Read(ref candidate);
        }

        AddLetters(candidates);
        scratch.Order.Sort(candidates, snapshot);
        AddLikeness(candidates, scratch.Reader);
        Supersession.Demote(candidates, snapshot);
        scratch.Order.Sort(candidates, snapshot);
        NearDuplicates.Fold(candidates, limit, scratch.Reader, snapshot);
        scratch.Reader.End();
        return candidates[..Math.Min(limit, candidates.Length)];
    }

    private static void AddLetters(Span<Candidate> candidates)
    {
        var words = ScoreRange.Of(candidates, static candidate => candidate.Words);
        var letters = ScoreRange.Of(candidates, static candidate => candidate.Letters);
        foreach (ref var candidate in candidates)
        {
            candidate.Score += RankingWeights.Letters * words.Width * letters.ShareOf(candidate.Letters);
        }
    }

    /// <summary>Compares every candidate with the best: they are about the same as the answer, if they are not the answer itself.</summary>
    private static void AddLikeness(Span<Candidate> candidates, CandidateReader reader)
    {
        var exemplars = candidates[..Math.Min(RankingWeights.Exemplars, candidates.Length)];
        var total = 0f;
        foreach (ref readonly var exemplar in exemplars)
        {
            total += exemplar.Score;
        }

        reader.Vectors.ResetCentroid(reader.TermCount);
        foreach (ref readonly var exemplar in exemplars)
        {
            reader.Vectors.AddToCentroid(exemplar.Vector, exemplar.Score / total);
        }

        foreach (ref var candidate in candidates)
        {
            candidate.Likeness = reader.Vectors.LikenessToCentroid(candidate.Vector);
        }

        var words = ScoreRange.Of(candidates, static candidate => candidate.Words);
        var likeness = ScoreRange.Of(candidates, static candidate => candidate.Likeness);
        foreach (ref var candidate in candidates)
        {
            candidate.Score += RankingWeights.Likeness * words.Width * likeness.ShareOf(candidate.Likeness);
        }
    }
}
