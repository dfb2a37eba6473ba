namespace ChatOpsBot.RagCore.Knowledge.Lexical.Searching;

/// <summary>The lowest and the highest of some scores: what makes scores of different kinds comparable.</summary>
internal readonly record struct ScoreRange(float Lowest, float Highest)
{
    public float Width => Highest - Lowest;

    public static ScoreRange Of(ReadOnlySpan<Candidate> candidates, Func<Candidate, float> select)
    {
        var (lowest, highest) = (float.MaxValue, float.MinValue);
        foreach (ref readonly var candidate in candidates)
        {
            var score = select(candidate);
            lowest = Math.Min(lowest, score);
            highest = Math.Max(highest, score);
        }

        return candidates.IsEmpty ? default : new ScoreRange(lowest, highest);
    }

    /// <summary>Returns where a score stands in the range, from 0 to 1; 0 when the range has no width.</summary>
    public float ShareOf(float score) => Width > 0 ? (score - Lowest) / Width : 0;
}
