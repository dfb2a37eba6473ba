namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>Says whether two sentences compare the same things the same way round.</summary>
internal static class ComparisonAgreement
{
    public static bool Holds(Reading claim, Reading evidence)
    {
        if (Comparison.In(claim) is not { } said || Comparison.In(evidence) is not { } known)
        {
            return true;
        }

        var (left, right) = said.IsMore == known.IsMore ? (known.Left, known.Right) : (known.Right, known.Left);
        return !TakesFrom(said.Left, right, left) && !TakesFrom(said.Right, left, right);
    }

    private static bool TakesFrom(HashSet<string> said, HashSet<string> wrong, HashSet<string> right) => said.Any(term => wrong.Contains(term) && !right.Contains(term));
}
