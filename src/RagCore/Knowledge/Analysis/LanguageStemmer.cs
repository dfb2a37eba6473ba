using ChatOpsBot.RagCore.Knowledge.Analysis.Stemming;

namespace ChatOpsBot.RagCore.Knowledge.Analysis;

/// <summary>Chooses the rules for a word of Latin letters.</summary>
internal static class LanguageStemmer
{
    // What is shorter is a whole word in most languages: "tag", "año", "mai".
    private const int ShortestWord = 4;

    /// <summary>Stems the first <paramref name="length"/> characters of the buffer and returns the length of the stem.</summary>
    public static int Stem(Span<char> buffer, int length, TextLanguage language)
    {
        if (language is TextLanguage.English or TextLanguage.Russian)
        {
            return EnglishStemmer.Stem(buffer, length);
        }

        length = DropElision(buffer, length, language);
        return length < ShortestWord ? length : language switch
        {
            TextLanguage.German => GermanStemmer.Stem(buffer, length),
            TextLanguage.French => FrenchStemmer.Stem(buffer, length),
            TextLanguage.Spanish => SpanishStemmer.Stem(buffer, length),
            TextLanguage.Italian => ItalianStemmer.Stem(buffer, length),
            TextLanguage.Portuguese => PortugueseStemmer.Stem(buffer, length),
            TextLanguage.Dutch => DutchStemmer.Stem(buffer, length),
            TextLanguage.Swedish => SwedishStemmer.Stem(buffer, length),
            TextLanguage.Norwegian => NorwegianStemmer.Stem(buffer, length),
            _ => DanishStemmer.Stem(buffer, length),
        };
    }

    /// <summary>Leaves "employé" of "l'employé" and "azienda" of "dell'azienda"; of other languages' words what stands before the apostrophe.</summary>
    private static int DropElision(Span<char> buffer, int length, TextLanguage language)
    {
        var at = buffer[..length].LastIndexOf('\'');
        if (at <= 0 || at == length - 1)
        {
            return length;
        }

        if (language is not (TextLanguage.French or TextLanguage.Italian))
        {
            return at;
        }

        buffer[(at + 1)..length].CopyTo(buffer);
        return length - at - 1;
    }
}
