namespace ChatOpsBot.RagCore.Knowledge.Analysis.Stemming;

/// <summary>Danish: the steps of https://snowballstem.org/algorithms/danish/stemmer.html on folded letters.</summary>
internal static class DanishStemmer
{
    private const string Vowels = "aeiouy";
    private const string Consonants = "bcdfghjklmnpqrstvwxz";

    private static readonly SuffixRule[] Endings = SuffixRule.List(
        (
            "hed ethed ered e erede ende erende ene erne ere en heden eren er heder erer heds es endes erendes enes ernes eres ens hedens erens ers ets erets et eret",
            StemRegion.First, "", ""),
        ("s", StemRegion.First, "", "abcdfghjklmnoprtvyz"));

    private static readonly SuffixRule[] Pairs = SuffixRule.List(("gd", StemRegion.First, "g", ""), ("dt", StemRegion.First, "d", ""), ("gt", StemRegion.First, "g", ""), ("kt", StemRegion.First, "k", ""));

    private static readonly SuffixRule[] Derivations = SuffixRule.List(
        ("igst", StemRegion.First, "ig", ""), ("lost", StemRegion.First, "los", ""), ("ig lig elig els", StemRegion.First, "", ""));

    public static int Stem(Span<char> buffer, int length)
    {
        var word = new RegionWord(buffer, length, Vowels, leastBefore: 3);
        word.Apply(Endings);
        word.Apply(Pairs);
        word.Apply(Derivations);
        word.Undouble(Consonants);
        return word.Length;
    }
}
