using System.Text;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.RagCore.Knowledge.Analysis;

/// <summary>Tells the language of what a person wrote, so that they are answered in it. Of short texts only what is clear.</summary>
public static class SpokenLanguage
{
    // Letters that one or few of the languages have; each tells as much as a little word.
    private static readonly (string Letters, TextLanguage[] Languages)[] Telling =
    [
        ("ßẞ", [TextLanguage.German, TextLanguage.German]),
        ("äöü", [TextLanguage.German, TextLanguage.Swedish]),
        ("¿¡", [TextLanguage.Spanish, TextLanguage.Spanish]),
        ("ñ", [TextLanguage.Spanish]),
        ("áíóú", [TextLanguage.Spanish, TextLanguage.Portuguese]),
        ("œùûî", [TextLanguage.French]),
        ("êçâ", [TextLanguage.French, TextLanguage.Portuguese]),
        ("èà", [TextLanguage.French, TextLanguage.Italian]),
        ("ãõ", [TextLanguage.Portuguese, TextLanguage.Portuguese]),
        ("å", [TextLanguage.Swedish, TextLanguage.Norwegian, TextLanguage.Danish]),
        ("æø", [TextLanguage.Norwegian, TextLanguage.Danish]),
        ("ò", [TextLanguage.Italian]),
    ];

    private const int FewestSigns = 2;
    private const int MostCharacters = 500;

    // One kanji says as much as several Latin letters.
    private const int LettersPerKanji = 3;

    /// <summary>Returns the BCP 47 tag of the language, one that the bot has words in; null when the text does not say.</summary>
    public static string? Of(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, MostCharacters)];
        if (CommandWords.LanguageOf(text) is { } language)
        {
            return language;
        }

        return IsJapanese(text) ? "ja" : Chosen(text) switch
        {
            TextLanguage.English => "en",
            TextLanguage.German => "de",
            TextLanguage.French => "fr",
            TextLanguage.Spanish => "es",
            _ => null,
        };
    }

    // Kanji alone may be Chinese.
    private static bool IsJapanese(ReadOnlySpan<char> text)
    {
        var (kana, kanji, others) = (0, 0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            kana += rune.Value is (>= 0x3041 and <= 0x3096) or (>= 0x30A1 and <= 0x30FA) ? 1 : 0;
            kanji += rune.Value is >= 0x4E00 and <= 0x9FFF ? 1 : 0;
            others += rune.Value < 0x3000 && Rune.IsLetter(rune) ? 1 : 0;
        }

        return kana > 0 && (kana + kanji) * LettersPerKanji >= others;
    }

    private static TextLanguage? Chosen(ReadOnlySpan<char> text)
    {
        Span<int> signs = stackalloc int[QuestionLanguages.Count + 1];
        if (LanguageDetector.IsSurelyEnglish(text, signs))
        {
            return TextLanguage.English;
        }

        foreach (var (letters, languages) in Telling)
        {
            if (text.ContainsAny(letters))
            {
                foreach (var language in languages)
                {
                    signs[(int)language]++;
                }
            }
        }

        var best = 0;
        var isAlone = false;
        for (var language = 0; language < signs.Length; language++)
        {
            isAlone = signs[language] > signs[best] || language == best || (isAlone && signs[language] < signs[best]);
            best = signs[language] > signs[best] ? language : best;
        }

        return isAlone && signs[best] >= FewestSigns ? (TextLanguage)best : null;
    }
}
