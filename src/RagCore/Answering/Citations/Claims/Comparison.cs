namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>"A is higher than B".</summary>
/// <param name="At">The word that compares.</param>
/// <param name="IsMore">More, or less.</param>
/// <param name="Left">The terms before it.</param>
/// <param name="Right">The terms behind "than".</param>
internal sealed record Comparison(int At, bool IsMore, HashSet<string> Left, HashSet<string> Right)
{
    public static Comparison? In(Reading reading)
    {
        for (var at = 0; at + 1 < reading.Words.Count; at++)
        {
            var isMore = reading.Words[at].Text is "higher" or "more" or "greater" or "larger" or "longer" or "older" or "better" or "faster" or "bigger" or "stronger";
            var isLess = reading.Words[at].Text is "lower" or "less" or "smaller" or "shorter" or "younger" or "worse" or "slower" or "fewer" or "cheaper" or "weaker";
            if ((isMore || isLess) && reading.Words[at + 1].Text is "than" && !reading.Quantities.Exists(quantity => quantity.From >= at && quantity.From <= at + 3))
            {
                return new Comparison(at, isMore, Terms(reading, 0, at), Terms(reading, at + 2, reading.Words.Count));
            }
        }

        return null;
    }

    private static HashSet<string> Terms(Reading reading, int from, int to)
        => reading.Terms.Where(term => from <= term.At && term.At < to).Select(term => term.Term).ToHashSet(StringComparer.Ordinal);
}
