namespace ChatOpsBot.RagCore.Knowledge.Chunking;

/// <summary>Cuts a text that is too long for one chunk: after a sentence, else after a line, else between words, else anywhere but inside a character.</summary>
internal static class LongTextCutter
{
    /// <summary>The most characters that a chunk repeats of the one before it.</summary>
    public const int MaxOverlap = 200;

    public static IEnumerable<TextSpan> Cut(string text, TextSpan span, int maxLength)
        => CutWithOverlap(text, span, span.Start, maxLength, overlaps: false).Select(piece => piece.Span);

    /// <summary>Cuts a text and says from where each piece is read: with the sentence before it where that is wanted. None is longer with it.</summary>
    /// <param name="text">The text of the document.</param>
    /// <param name="span">What is cut.</param>
    /// <param name="readFrom">From where the first piece is read: at its heading, when it has one.</param>
    /// <param name="maxLength">The length no piece passes with what it is read with.</param>
    /// <param name="overlaps">Whether the sentence before a cut is read again.</param>
    public static IEnumerable<(TextSpan Span, int ReadFrom)> CutWithOverlap(string text, TextSpan span, int readFrom, int maxLength, bool overlaps)
    {
        var rest = span;
        while (rest.Trim(text).End - readFrom > maxLength)
        {
            var end = FindCut(text, rest.Start, readFrom + maxLength - rest.Start);
            yield return Read(text, new TextSpan(rest.Start, end), readFrom);
            rest = rest with { Start = end };
            var sentence = overlaps ? LastSentence(text, span.Start, end) : end;
            readFrom = sentence > new TextSpan(readFrom, end).Trim(text).Start ? sentence : end;
        }

        if (rest.Length > 0)
        {
            yield return Read(text, rest, readFrom);
        }
    }

    /// <summary>Returns where the last sentence before a cut begins; the cut itself when there is none so short.</summary>
    private static int LastSentence(string text, int floor, int cut)
    {
        var end = new TextSpan(floor, cut).Trim(text).End;
        if (end <= floor || !IsSentenceEnd(text[end - 1]))
        {
            return cut;
        }

        for (var at = end - 1; at >= Math.Max(floor, cut - MaxOverlap); at--)
        {
            if (at == floor)
            {
                return at;
            }

            if (EndsSentence(text, at))
            {
                return new TextSpan(at, end).Trim(text).Start;
            }
        }

        return cut;
    }

    /// <summary>White space adds nothing that another sentence would be repeated for.</summary>
    private static (TextSpan Span, int ReadFrom) Read(string text, TextSpan span, int readFrom)
        => (span, span.Trim(text).Length == 0 ? span.Start : readFrom);

    private static int FindCut(string text, int start, int maxLength)
    {
        var (afterLine, betweenWords) = (-1, -1);
        for (var end = start + maxLength; end > start + (maxLength / 2); end--)
        {
            if (EndsSentence(text, end))
            {
                return end;
            }

            if (char.IsWhiteSpace(text[end - 1]))
            {
                afterLine = afterLine < 0 && text[end - 1] == '\n' ? end : afterLine;
                betweenWords = betweenWords < 0 ? end : betweenWords;
            }
        }

        var cut = afterLine > 0 ? afterLine : betweenWords > 0 ? betweenWords : start + maxLength;
        return char.IsHighSurrogate(text[cut - 1]) ? cut - 1 : cut;
    }

    /// <summary>Says whether a sentence, with the white space that follows it, ends before a character.</summary>
    private static bool EndsSentence(string text, int end)
        => IsWideEnd(text[end - 1]) || (end > 1 && char.IsWhiteSpace(text[end - 1]) && IsSentenceEnd(text[end - 2]));

    private static bool IsSentenceEnd(char character) => character is '.' or '!' or '?' || IsWideEnd(character);

    private static bool IsWideEnd(char character) => character is '。' or '！' or '？';
}
