using System.Collections.Frozen;

namespace ChatOpsBot.RagCore.Knowledge.Analysis;

/// <summary>
/// Martin Porter's second stemmer for English, from its published description
/// (https://snowballstem.org/algorithms/english/stemmer.html). Works in place on lower-case ASCII letters and apostrophes.
/// </summary>
internal static class EnglishStemmer
{
    /// <summary>How much longer than the word the buffer must be: an <c>e</c> may be put back.</summary>
    public const int Slack = 1;

    private static readonly FrozenDictionary<string, string> Exceptions = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["skis"] = "ski",
        ["skies"] = "sky",
        ["dying"] = "die",
        ["lying"] = "lie",
        ["tying"] = "tie",
        ["idly"] = "idl",
        ["gently"] = "gentl",
        ["ugly"] = "ugli",
        ["early"] = "earli",
        ["only"] = "onli",
        ["singly"] = "singl",
        ["sky"] = "sky",
        ["news"] = "news",
        ["howe"] = "howe",
        ["atlas"] = "atlas",
        ["cosmos"] = "cosmos",
        ["bias"] = "bias",
        ["andes"] = "andes",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> FinishedAfterPlural = new[]
    {
        "inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> ExceptionOf =
        Exceptions.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> IsFinished =
        FinishedAfterPlural.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Stems the first <paramref name="length"/> characters of the buffer and returns the length of the stem.</summary>
    public static int Stem(Span<char> buffer, int length)
    {
        if (length <= 2)
        {
            return length;
        }

        if (ExceptionOf.TryGetValue(buffer[..length], out var stem))
        {
            stem.CopyTo(buffer);
            return stem.Length;
        }

        var word = new EnglishWord(buffer, length);
        word.RemovePossessive();
        word.RemovePlural();
        if (!IsFinished.Contains(word.Text))
        {
            word.RemoveInflection();
            word.FoldFinalY();
            word.ShortenDoubleSuffix();
            word.ShortenThirdSuffix();
            word.RemoveSuffix();
            word.RemoveFinalLetter();
        }

        word.Text.Replace('Y', 'y');
        return word.Length;
    }

    /// <summary>Returns the stem of a word of lower-case ASCII letters.</summary>
    public static string Stem(string word)
    {
        Span<char> buffer = new char[word.Length + Slack];
        word.CopyTo(buffer);
        return buffer[..Stem(buffer, word.Length)].ToString();
    }
}
