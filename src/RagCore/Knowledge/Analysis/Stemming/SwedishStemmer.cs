namespace ChatOpsBot.RagCore.Knowledge.Analysis.Stemming;

/// <summary>Swedish: the steps of https://snowballstem.org/algorithms/swedish/stemmer.html on folded letters.</summary>
internal static class SwedishStemmer
{
    private const string Vowels = "aeiouy";

    private static readonly SuffixRule[] Endings = SuffixRule.List(
        (
            "a arna erna heterna orna ad e ade ande arne are aste en anden aren heten ern ar er heter or as arnas ernas ornas es ades andes ens arens hetens erns "
            + "at andet het ast ort et",
            StemRegion.First, "", ""),
        ("s", StemRegion.First, "", "bcdfghjklmnoprtvy"));

    private static readonly SuffixRule[] Pairs = SuffixRule.List(
        ("dd", StemRegion.First, "d", ""), ("gd", StemRegion.First, "g", ""), ("nn", StemRegion.First, "n", ""), ("dt gt kt tt", StemRegion.First, "t", ""));

    private static readonly SuffixRule[] Derivations = SuffixRule.List(
        ("lig els ig", StemRegion.First, "", ""), ("fullt", StemRegion.First, "full", ""));

    public static int Stem(Span<char> buffer, int length)
    {
        var word = new RegionWord(buffer, length, Vowels, leastBefore: 3);
        word.Apply(Endings);
        word.Apply(Pairs);
        word.Apply(Derivations);
        return word.Length;
    }
}
