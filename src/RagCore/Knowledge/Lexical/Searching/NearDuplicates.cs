namespace ChatOpsBot.RagCore.Knowledge.Lexical.Searching;

/// <summary>
/// Puts a passage that says the same as a better one behind everything else: a policy that lies in three folders is found once. Of two that say the
/// same, that of the document with the later date is shown.
/// </summary>
internal static class NearDuplicates
{
    // One rare word more or less in a whole passage, the other town or the other amount, is enough to be no duplicate.
    private const float SameText = 0.99f;

    // Duplicates have all but the same score for words; others need not be compared.
    private const float SameWords = 0.05f;

    // Headings and other short texts are often the same without being copies of each other.
    private const int FewestTerms = 24;

    /// <summary>Sorts candidates, best first, into those that are shown and, behind them, those that repeat one of them.</summary>
    /// <param name="candidates">The candidates in order.</param>
    /// <param name="shown">How many will be used.</param>
    /// <param name="reader">What has read them.</param>
    /// <param name="snapshot">What they are in.</param>
    public static void Fold(Span<Candidate> candidates, int shown, CandidateReader reader, TenantSnapshot snapshot)
    {
        var end = candidates.Length;
        for (var at = 0; at < Math.Min(shown, end - 1); at++)
        {
            end = FoldInto(candidates, at, end, reader, snapshot);
        }

        var last = end == 0 ? 0 : candidates[end - 1].Score;
        foreach (ref var folded in candidates[end..])
        {
            folded.Score = Math.Min(folded.Score, last);
        }
    }

    private static int FoldInto(Span<Candidate> candidates, int at, int end, CandidateReader reader, TenantSnapshot snapshot)
    {
        if (reader.Vectors.LengthOf(candidates[at].Vector) < FewestTerms)
        {
            return end;
        }

        var isOpen = false;
        for (var other = at + 1; other < end;)
        {
            if (Math.Abs(candidates[at].Words - candidates[other].Words) > SameWords * candidates[at].Words)
            {
                other++;
                continue;
            }

            if (!isOpen)
            {
                reader.Vectors.ResetCentroid(reader.TermCount);
                reader.Vectors.AddToCentroid(candidates[at].Vector, 1);
                isOpen = true;
            }

            if (reader.Vectors.LikenessToCentroid(candidates[other].Vector) < SameText)
            {
                other++;
                continue;
            }

            ShowLater(ref candidates[at], ref candidates[other], snapshot);
            MoveBehind(candidates, other, --end);
        }

        return end;
    }

    private static void ShowLater(ref Candidate shown, ref Candidate folded, TenantSnapshot snapshot)
    {
        var (first, second) = (DocumentOf(shown, snapshot), DocumentOf(folded, snapshot));
        if (first.IsSuperseded == second.IsSuperseded && second.Effective > first.Effective)
        {
            (shown, folded) = (folded with { Score = shown.Score }, shown with { Score = folded.Score });
        }
    }

    private static Document DocumentOf(in Candidate candidate, TenantSnapshot snapshot) => snapshot.Segments[candidate.Segment].Segment.DocumentOf(candidate.Chunk);

    private static void MoveBehind(Span<Candidate> candidates, int from, int to)
    {
        var moved = candidates[from];
        candidates[(from + 1)..(to + 1)].CopyTo(candidates[from..]);
        candidates[to] = moved;
    }
}
