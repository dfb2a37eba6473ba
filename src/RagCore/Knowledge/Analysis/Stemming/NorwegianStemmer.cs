namespace ChatOpsBot.RagCore.Knowledge.Analysis.Stemming;

/// <summary>Norwegian: the steps of https://snowballstem.org/algorithms/norwegian/stemmer.html on folded letters.</summary>
internal static class NorwegianStemmer
{
    private const string Vowels = "aeiouy";

    private static readonly SuffixRule[] Endings = SuffixRule.List(
        (
            "a e ede ande ende ane ene hetene en heten ar er heter as es edes endes enes hetenes ens hetens ers ets et het ast",
            StemRegion.First, "", ""),
        ("erte ert", StemRegion.First, "er", ""),
        ("s", StemRegion.First, "", "bcdfghjlmnoprtvyz"));

    private static readonly SuffixRule[] Pairs = SuffixRule.List(("dt", StemRegion.First, "d", ""), ("vt", StemRegion.First, "v", ""));

    private static readonly SuffixRule[] Derivations = SuffixRule.List(("hetslov eleg elig elov slov leg eig lig els lov ig", StemRegion.First, "", ""));

    public static int Stem(Span<char> buffer, int length)
    {
        var word = new RegionWord(buffer, length, Vowels, leastBefore: 3);
        word.Apply(Endings);
        word.Apply(Pairs);
        word.Apply(Derivations);
        return word.Length;
    }
}
