namespace ChatOpsBot.RagCore.Answering.Citations;

/// <summary>Says where words and numbers begin and end, so that "15" is not found in "150", "15.50" or "2,150".</summary>
internal static class WordEdges
{
    public static bool IsEdge(string text, int at)
    {
        if (at <= 0 || at >= text.Length)
        {
            return true;
        }

        var (before, after) = (text[at - 1], text[at]);
        if (char.IsLetterOrDigit(before) && char.IsLetterOrDigit(after))
        {
            return false;
        }

        return !CutsNumber(text, at, before, after);
    }

    private static bool CutsNumber(string text, int at, char before, char after)
        => (IsInNumber(before) && char.IsAsciiDigit(after) && at >= 2 && char.IsAsciiDigit(text[at - 2]))
            || (char.IsAsciiDigit(before) && IsInNumber(after) && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]));

    private static bool IsInNumber(char character) => character is '.' or ',' or ':';
}
