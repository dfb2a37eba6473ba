namespace ChatOpsBot.RagCore.Knowledge.Chunking;

/// <summary>Cuts a text that is too long for one chunk: after a sentence, else between words, else anywhere but inside a character.</summary>
internal static class LongTextCutter
{
    public static IEnumerable<TextSpan> Cut(string text, TextSpan span, int maxLength)
    {
        var rest = span;
        while (rest.Length > maxLength)
        {
            var end = FindCut(text, rest.Start, maxLength);
            yield return new TextSpan(rest.Start, end);
            rest = rest with { Start = end };
        }

        if (rest.Length > 0)
        {
            yield return rest;
        }
    }

    private static int FindCut(string text, int start, int maxLength)
    {
        var betweenWords = -1;
        for (var end = start + maxLength; end > start + (maxLength / 2); end--)
        {
            if (!char.IsWhiteSpace(text[end - 1]))
            {
                continue;
            }

            if (text[end - 1] == '\n' || (end - 2 >= start && text[end - 2] is '.' or '!' or '?'))
            {
                return end;
            }

            betweenWords = betweenWords < 0 ? end : betweenWords;
        }

        var cut = betweenWords > 0 ? betweenWords : start + maxLength;
        return char.IsHighSurrogate(text[cut - 1]) ? cut - 1 : cut;
    }
}
