using System.Text;

namespace ChatOpsBot.RagCore.Knowledge.Analysis;

/// <summary>
/// Tells the language of a text by the little words that every sentence has. Counts different words, so that a name repeated in a list does
/// not decide, and stops early in English, which most texts are.
/// </summary>
internal static class LanguageDetector
{
    private const int MostCharacters = 2000;
    private const int LongestWord = 12;
    private const int FewestWords = 3;
    private const int SurelyEnglish = 6;

    /// <summary>Returns the language, or null when the text does not say.</summary>
    public static TextLanguage? Detect(ReadOnlySpan<char> text)
    {
        Span<int> counts = stackalloc int[QuestionLanguages.Count + 1];
        return IsSurelyEnglish(text, counts) ? TextLanguage.English : Choose(counts);
    }

    /// <summary>Counts the little words of each language, in the order of <see cref="TextLanguage"/>; stops when the text is surely English and says so.</summary>
    public static bool IsSurelyEnglish(ReadOnlySpan<char> text, Span<int> counts)
    {
        Span<char> word = stackalloc char[LongestWord + CharacterFolding.MaxFolded];
        counts.Clear();
        var (seen, length) = (0UL, 0);
        text = text[..Math.Min(text.Length, MostCharacters)];
        for (var index = 0; index <= text.Length;)
        {
            if (Append(text, ref index, word, ref length))
            {
                continue;
            }

            if (length is > 0 and <= LongestWord && Count(word[..length], counts, ref seen) && IsSurelyEnglish(counts))
            {
                return true;
            }

            length = 0;
        }

        return false;
    }

    /// <summary>Returns the language that a BCP 47 tag names, or null when it is none with rules of its own.</summary>
    public static TextLanguage? OfTag(string? tag)
    {
        var end = tag?.AsSpan().IndexOfAny('-', '_') ?? -1;
        return (end < 0 ? tag : tag![..end])?.ToLowerInvariant() switch
        {
            "en" or "eng" => TextLanguage.English,
            "de" or "deu" or "ger" => TextLanguage.German,
            "fr" or "fra" or "fre" => TextLanguage.French,
            "es" or "spa" => TextLanguage.Spanish,
            "it" or "ita" => TextLanguage.Italian,
            "pt" or "por" => TextLanguage.Portuguese,
            "nl" or "nld" or "dut" => TextLanguage.Dutch,
            "sv" or "swe" => TextLanguage.Swedish,
            "no" or "nb" or "nn" or "nor" => TextLanguage.Norwegian,
            "da" or "dan" => TextLanguage.Danish,
            _ => null,
        };
    }

    /// <summary>Adds the next character to the word; false when it ends the word.</summary>
    private static bool Append(ReadOnlySpan<char> text, ref int index, Span<char> word, ref int length)
    {
        if (index == text.Length)
        {
            index++;
            return false;
        }

        var valid = Rune.DecodeFromUtf16(text[index..], out var rune, out var consumed) == System.Buffers.OperationStatus.Done;
        index += consumed;
        Span<char> folded = stackalloc char[CharacterFolding.MaxFolded];
        var written = 0;
        var kind = valid ? CharacterFolding.Fold(rune, folded, out written) : CharacterKind.Break;
        if (kind == CharacterKind.Ignored)
        {
            return true;
        }

        if (kind != CharacterKind.Word)
        {
            return false;
        }

        if (length <= LongestWord)
        {
            folded[..written].CopyTo(word[length..]);
            length += written;
        }

        return true;
    }

    /// <summary>Counts a word that was not counted before; false when it is no language's little word.</summary>
    private static bool Count(ReadOnlySpan<char> word, Span<int> counts, ref ulong seen)
    {
        var bit = 1UL << (((word[0] * 31) + (word[^1] * 7) + word.Length) & 63);
        if ((seen & bit) != 0)
        {
            return false;
        }

        var languages = QuestionLanguages.MaskOf(word);
        var isEnglish = StopWords.Contains(word);
        if (languages == 0 && !isEnglish)
        {
            return false;
        }

        seen |= bit;
        counts[0] += isEnglish ? 1 : 0;
        for (var language = 0; language < QuestionLanguages.Count; language++)
        {
            counts[language + 1] += (languages >> language) & 1;
        }

        return true;
    }

    private static bool IsSurelyEnglish(ReadOnlySpan<int> counts) => counts[0] >= SurelyEnglish && counts[0] >= 2 * Most(counts[1..]);

    private static int Most(ReadOnlySpan<int> counts)
    {
        var most = 0;
        foreach (var count in counts)
        {
            most = Math.Max(most, count);
        }

        return most;
    }

    /// <summary>Another language must be half as frequent again as English, which many words of every language look like.</summary>
    private static TextLanguage? Choose(ReadOnlySpan<int> counts)
    {
        var most = Most(counts[1..]);
        if (most >= FewestWords && most * 2 >= counts[0] * 3)
        {
            return (TextLanguage)(counts[1..].IndexOf(most) + 1);
        }

        return counts[0] >= FewestWords ? TextLanguage.English : null;
    }
}
