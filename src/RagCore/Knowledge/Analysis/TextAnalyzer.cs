using ChatOpsBot.RagCore.Knowledge.Analysis.Stemming;

namespace ChatOpsBot.RagCore.Knowledge.Analysis;

/// <summary>
/// Turns text into terms: folds case, accents and widths, drops characters that cannot be seen, keeps identifiers whole beside their
/// parts, stems words, cuts scripts without spaces into pairs of characters. The same for documents and questions; free of state.
/// </summary>
public static class TextAnalyzer
{
    /// <summary>Returns the tokens of a text in order.</summary>
    public static IReadOnlyList<Token> Analyze(string text) => Analyze(text, TextLanguage.English);

    /// <summary>Returns the tokens of a text in order.</summary>
    /// <param name="text">The text.</param>
    /// <param name="language">Whose rules shorten its words.</param>
    public static IReadOnlyList<Token> Analyze(string text, TextLanguage language)
    {
        var sink = new TokenList([], language);
        Analyze(text, ref sink);
        return sink.Tokens;
    }

    /// <summary>Says whether a term of <see cref="Analyze(string)"/> carries no meaning of its own in a question.</summary>
    public static bool IsStopWord(string term) => StopWords.Contains(term);

    /// <summary>Hands the tokens of a text to the sink, without a string for each of them.</summary>
    internal static void Analyze<TSink>(ReadOnlySpan<char> text, ref TSink sink)
        where TSink : struct, ITokenSink
    {
        var scanner = new TokenScanner(text, stackalloc char[TokenScanner.BufferSize], stackalloc TokenPart[TokenScanner.MaxParts]);
        scanner.Run(ref sink);
    }

    /// <summary>Writes the term of a word and returns its length. The buffer is longer than the word by <see cref="EnglishStemmer.Slack"/>.</summary>
    internal static int Stem(ReadOnlySpan<char> word, bool isEnglish, TextLanguage language, Span<char> term)
    {
        word.CopyTo(term);
        if (isEnglish)
        {
            return LanguageStemmer.Stem(term, word.Length, language);
        }

        return RussianStemmer.Handles(word) ? RussianStemmer.Stem(term, word.Length) : word.Length;
    }

    private readonly struct TokenList(List<Token> tokens, TextLanguage language) : ITokenSink
    {
        public List<Token> Tokens { get; } = tokens;

        public void Add(ReadOnlySpan<char> word, bool isEnglish, int start, int end, int position)
        {
            Span<char> term = stackalloc char[word.Length + EnglishStemmer.Slack];
            Tokens.Add(new Token(term[..Stem(word, isEnglish, language, term)].ToString(), start, end, position));
        }
    }
}
