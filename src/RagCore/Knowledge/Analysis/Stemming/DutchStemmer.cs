namespace ChatOpsBot.RagCore.Knowledge.Analysis.Stemming;

/// <summary>
/// Dutch: the steps of https://snowballstem.org/algorithms/dutch/stemmer.html on folded letters. A doubled vowel before the last consonant is
/// written once, so that "jaar" and "jaren" are one; past tenses and participles lose "t" and "d" too.
/// </summary>
internal static class DutchStemmer
{
    private const string Vowels = "aeiouy";
    private const string Consonants = "bcdfghjklmnpqrstvwxz";

    private static readonly SuffixRule[] Plurals = SuffixRule.List(
        ("heden", StemRegion.First, "heid", ""),
        ("en ene", StemRegion.First, "", Consonants),
        ("s se", StemRegion.First, "", "bcdfghklmnpqrtvwxzeiuoa"));

    private static readonly SuffixRule[] LastVowel = SuffixRule.List(("e", StemRegion.First, "", Consonants));

    private static readonly SuffixRule[] Derivations = SuffixRule.List(
        ("heid", StemRegion.Second, "", "bdfghijklmnprstvwxz"),
        ("end ing ig lijk baar bar", StemRegion.Second, "", ""));

    private static readonly SuffixRule[] Past = SuffixRule.List(
        ("den ten de te", StemRegion.First, "", Consonants),
        ("t d", StemRegion.First, "", "bcdfgklmnprsvxz"));

    public static int Stem(Span<char> buffer, int length)
    {
        var word = new RegionWord(buffer, length, Vowels, leastBefore: 3);
        word.Apply(Plurals);
        word.Apply(LastVowel);
        word.Undouble(Consonants);
        word.Apply(Derivations);
        word.Apply(Past);
        word.Undouble(Consonants);
        return Voice(buffer[..WriteVowelOnce(buffer[..word.Length])]);
    }

    private static int WriteVowelOnce(Span<char> word)
    {
        if (word.Length < 4 || word[^2] != word[^3] || word[^2] is not ('a' or 'e' or 'o' or 'u') || Vowels.Contains(word[^1], StringComparison.Ordinal))
        {
            return word.Length;
        }

        word[^2] = word[^1];
        return word.Length - 1;
    }

    /// <summary>A "v" or "z" at the end is what "f" and "s" are before an ending: "brieven" of "brief".</summary>
    private static int Voice(Span<char> word)
    {
        if (word.Length > 2)
        {
            word[^1] = word[^1] switch { 'v' => 'f', 'z' => 's', var letter => letter };
        }

        return word.Length;
    }
}
