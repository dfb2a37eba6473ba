namespace ChatOpsBot.RagCore.Knowledge.Analysis.Stemming;

/// <summary>
/// Russian: the endings of https://snowballstem.org/algorithms/russian/stemmer.html on folded letters: "ё" is "е" and "й" is "и". Serves other languages
/// in Cyrillic letters too, whose endings are much the same.
/// </summary>
internal static class RussianStemmer
{
    private const string Vowels = "аеиоуыэюя";

    private static readonly SuffixRule[] Gerunds = SuffixRule.List(
        ("вшись вши в", StemRegion.Verb, "", "ая"), ("ывшись ившись ывши ивши ыв ив", StemRegion.Verb, "", ""));

    private static readonly SuffixRule[] Reflexive = SuffixRule.List(("ся сь", StemRegion.Verb, "", ""));

    private static readonly SuffixRule[] Adjectives = SuffixRule.List(
        ("ее ие ые ое ими ыми еи ии ыи ои ем им ым ом его ого ему ому их ых ую юю ая яя ою ею", StemRegion.Verb, "", ""));

    private static readonly SuffixRule[] Participles = SuffixRule.List(
        ("ем нн вш ющ щ", StemRegion.Verb, "", "ая"), ("ивш ывш ующ", StemRegion.Verb, "", ""));

    private static readonly SuffixRule[] Verbs = SuffixRule.List(
        ("ла на ете ите ли и л ем н ло но ет ют ны ть ешь нно", StemRegion.Verb, "", "ая"),
        ("ила ыла ена еите уите ите или ыли еи уи ил ыл им ым ен ило ыло ено ят ует уют ит ыт ены ить ыть ишь ую ю", StemRegion.Verb, "", ""));

    private static readonly SuffixRule[] Nouns = SuffixRule.List(
        ("а ев ов ие ье е иями ями ами еи ии и ием ем ам ом о у ах иях ях ы ь ию ью ю ия ья я иям ям", StemRegion.Verb, "", ""));

    private static readonly SuffixRule[] LastI = SuffixRule.List(("и", StemRegion.Verb, "", ""));

    private static readonly SuffixRule[] Derivations = SuffixRule.List(("ост ость", StemRegion.Second, "", ""));

    private static readonly SuffixRule[] Rest = SuffixRule.List(("еише еиш", StemRegion.Verb, "", ""), ("нн", StemRegion.Verb, "н", ""), ("ь", StemRegion.Verb, "", ""));

    public static bool Handles(ReadOnlySpan<char> word) => word.Length > 2 && word[0] is >= '\u0400' and <= '\u052F';

    public static int Stem(Span<char> buffer, int length)
    {
        var word = new RegionWord(buffer, length, Vowels, verbFromFirstVowel: true);
        if (!word.Apply(Gerunds))
        {
            word.Apply(Reflexive);
            if (word.Apply(Adjectives))
            {
                word.Apply(Participles);
            }
            else if (!word.Apply(Verbs))
            {
                word.Apply(Nouns);
            }
        }

        word.Apply(LastI);
        word.Apply(Derivations);
        word.Apply(Rest);
        return word.Length;
    }
}
