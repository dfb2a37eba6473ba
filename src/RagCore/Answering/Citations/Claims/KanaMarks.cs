namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>What the syllables at the end of a Japanese sentence say.</summary>
internal static class KanaMarks
{
    private static readonly string[] Duties = Folded("なければな", "なくてはな", "ねばな");
    private static readonly string[] Bans = Folded("てはな", "てはいけ", "ないでください", "できません", "できない");
    private static readonly string[] Permissions = Folded("てもよい", "てもかま", "できます", "できる");
    private static readonly string[] Denials = Folded("ません", "ない", "なかった");
    private static readonly string[] Exclusives = Folded("のみ", "だけ", "しか");

    public static (ClaimMarks Mark, bool IsDenial) Of(string kana)
    {
        var only = Has(kana, Exclusives) ? ClaimMarks.Only : ClaimMarks.None;
        if (Has(kana, Duties))
        {
            return (only | ClaimMarks.Must, false);
        }

        if (Has(kana, Bans))
        {
            return (only | ClaimMarks.MustNot, true);
        }

        return (only | (Has(kana, Permissions) ? ClaimMarks.May : ClaimMarks.None), Has(kana, Denials));
    }

    private static bool Has(string kana, string[] patterns) => patterns.Any(pattern => kana.Contains(pattern, StringComparison.Ordinal));

    private static string[] Folded(params string[] patterns) => [.. patterns.Select(FoldedText.Fold)];
}
