namespace ChatOpsBot.RagCore.Knowledge.Analysis.Stemming;

/// <summary>
/// French: the endings of https://snowballstem.org/algorithms/french/stemmer.html on folded letters, grouped as in Savoy's light stemmer (Savoy 1999,
/// "A stemming procedure and stopword list for general French corpora"): number, derivation, tense, rest.
/// </summary>
internal static class FrenchStemmer
{
    private const string Vowels = "aeiouy";

    private static readonly SuffixRule[] Plurals = SuffixRule.List(
        ("eaux", StemRegion.First, "eau", ""),
        ("aux", StemRegion.First, "al", ""),
        ("s x", StemRegion.Verb, "", ""));

    private static readonly SuffixRule[] Derivations = SuffixRule.List(
        ("issement", StemRegion.First, "", ""),
        ("atrice ateur ation", StemRegion.Second, "", ""),
        ("ition iteur itrice", StemRegion.Second, "it", ""),
        ("logie", StemRegion.Second, "log", ""),
        ("ence", StemRegion.Second, "ent", ""),
        ("ance ique isme able iste ible", StemRegion.Second, "", ""),
        ("amment", StemRegion.Verb, "ant", ""),
        ("emment", StemRegion.Verb, "ent", ""),
        ("ivement ablement ement", StemRegion.Second, "", ""),
        ("ivite abilite icite ite", StemRegion.Second, "", ""),
        ("euse", StemRegion.Second, "eu", ""),
        ("ive if", StemRegion.Second, "", ""),
        ("ment", StemRegion.Verb, "", "aeiu"));

    private static readonly SuffixRule[] Tenses = SuffixRule.List(
        ("issaient issait issant issons issez issent isse iraient irait irais irons iront irent irez irai ira ir it i ie", StemRegion.Verb, "", "bcdfghjklmnpqrstvwxz"),
        (
            "erion eron assion assiez assent iez eraient erait erais erions eriez erons eront erent erez erai era er ee ez e",
            StemRegion.Verb, "", ""),
        ("ions", StemRegion.Second, "", ""),
        ("aient antes ante ant ait ais ai asse a", StemRegion.Verb, "", ""),
        ("ent ons", StemRegion.First, "", ""));

    private static readonly SuffixRule[] Rest = SuffixRule.List(
        ("ier iere", StemRegion.Verb, "i", ""),
        ("ion", StemRegion.Second, "", "st"),
        ("e", StemRegion.Verb, "", ""));

    public static int Stem(Span<char> buffer, int length)
    {
        var word = new RegionWord(buffer, length, Vowels);
        word.Apply(Plurals);
        if (!word.Apply(Derivations))
        {
            word.Apply(Tenses);
        }

        word.Apply(Rest);
        word.Undouble("nlts");
        if (word.Length > 3 && buffer[word.Length - 1] == 'y')
        {
            buffer[word.Length - 1] = 'i';
        }

        return word.Length;
    }
}
