namespace ChatOpsBot.RagCore.Knowledge.Analysis.Stemming;

/// <summary>An ending that is cut off or replaced.</summary>
/// <param name="Suffix">The ending, folded: without accents.</param>
/// <param name="Region">Where it must lie.</param>
/// <param name="Replacement">What stands there afterwards; never longer than the ending.</param>
/// <param name="After">The letters one of which must stand before it; empty for any.</param>
internal readonly record struct SuffixRule(string Suffix, StemRegion Region, string Replacement, string After)
{
    /// <summary>Makes rules of endings in a list, the longest first, because only the longest that a word ends in counts.</summary>
    public static SuffixRule[] List(params (string Suffixes, StemRegion Region, string Replacement, string After)[] groups) =>
    [
        .. groups
            .SelectMany(group => group.Suffixes.Split(' ').Select(suffix => new SuffixRule(suffix, group.Region, group.Replacement, group.After)))
            .OrderByDescending(rule => rule.Suffix.Length),
    ];
}
