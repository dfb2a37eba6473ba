namespace ChatOpsBot.RagCore.Knowledge.Analysis.Stemming;

/// <summary>
/// German: the steps of https://snowballstem.org/algorithms/german/stemmer.html on folded letters, so that "ä" is "a". Beyond them an ending "t" is cut, as
/// CISTEM does (Weissweiler and Fraser 2017), because participles ask for what the infinitive states; feminine forms meet the masculine; "ue" is "ü".
/// </summary>
internal static class GermanStemmer
{
    private const string Vowels = "aeiouy";
    private const int ShortestStem = 4;

    private static readonly SuffixRule[] Feminine = SuffixRule.List(
        ("innen in", StemRegion.Second, "", "r"));

    private static readonly SuffixRule[] Cases = SuffixRule.List(
        ("em ern er en es e", StemRegion.First, "", ""),
        ("s", StemRegion.First, "", "bdfghklmnrt"),
        ("nisse nissen nisses", StemRegion.First, "nis", ""));

    private static readonly SuffixRule[] Degrees = SuffixRule.List(
        ("en er est", StemRegion.First, "", ""),
        ("st", StemRegion.First, "", "bdfghklmnt"));

    private static readonly SuffixRule[] Derivations = SuffixRule.List(
        ("end igend ung igung igkeit lichkeit lich erlich enlich heit keit ig ik isch", StemRegion.Second, "", ""));

    public static int Stem(Span<char> buffer, int length)
    {
        var word = new RegionWord(buffer, FoldUmlauts(buffer[..length]), Vowels, leastBefore: 3);
        word.Apply(Feminine);
        word.Apply(Cases);
        word.Apply(Degrees);
        word.Apply(Derivations);
        word.DropLast("t", ShortestStem);
        word.Undouble("s");
        return word.Length;
    }

    /// <summary>Writes "ae", "oe" and "ue" as one letter, except where the first belongs to the sound before it.</summary>
    private static int FoldUmlauts(Span<char> word)
    {
        var length = 0;
        for (var index = 0; index < word.Length; index++)
        {
            var isWrittenOut = word[index] == 'e' && length > 0 && word[length - 1] is ('a' or 'o' or 'u');
            var followsSound = length > 1 && word[length - 2] is ('a' or 'e' or 'i' or 'o' or 'q');
            if (!isWrittenOut || followsSound)
            {
                word[length++] = word[index];
            }
        }

        return length;
    }
}
