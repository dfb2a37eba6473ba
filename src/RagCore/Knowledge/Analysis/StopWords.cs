using System.Collections.Frozen;

namespace ChatOpsBot.RagCore.Knowledge.Analysis;

/// <summary>Words that say nothing about what a question is after. Dropped from questions only: the index keeps every word.</summary>
internal static class StopWords
{
    private const string Words = """
        a about above after again against all also am an and any anyone anything are aren't as at be because been before being below
        between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each else etc ever every
        few for from further get give had hadn't has hasn't have haven't having he he'd he'll he's her here here's hers herself him
        himself his how how's i i'd i'll i'm i've if in into is isn't it it's its itself just know let let's like many may me might more
        most much must mustn't my myself need no nor not now of off often on once one only or other ought our ours ourselves out over
        own per please same say shall shan't she she'd she'll she's should shouldn't so some someone something such tell than that
        that's the their theirs them themselves then there there's these they they'd they'll they're they've this those through to too
        under until up upon us very via want was wasn't we we'd we'll we're we've were weren't what what's when when's where where's
        whether which while who who's whom whose why why's will with within without won't would wouldn't yes yet you you'd you'll
        you're you've your yours yourself yourselves
        """;

    private static readonly FrozenSet<string> Stems = Words
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(word => new[] { word, EnglishStemmer.Stem(word) })
        .ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Stems.GetAlternateLookup<ReadOnlySpan<char>>();

    public static IEnumerable<string> All => Stems.Order(StringComparer.Ordinal);

    public static bool Contains(ReadOnlySpan<char> term) => Lookup.Contains(term);
}
