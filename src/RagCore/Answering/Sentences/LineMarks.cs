namespace ChatOpsBot.RagCore.Answering.Sentences;

/// <summary>The marks at the start of a Markdown line that say what block it belongs to.</summary>
internal static class LineMarks
{
    private const int MaxNumberDigits = 4;

    /// <summary>Returns the first character after the quote marks.</summary>
    public static int SkipQuote(string text, int at, int end)
    {
        var next = SkipBlanks(text, at, end);
        while (next < end && text[next] == '>')
        {
            at = next + 1;
            next = SkipBlanks(text, at, end);
        }

        return at;
    }

    /// <summary>Returns the first character after quote, list and heading marks; the end of the line when it is nothing but a fence or a table's rule.</summary>
    public static int SkipAll(string text, int at, int end)
    {
        at = SkipQuote(text, at, end);
        var lineEnd = LineEnd(text, at, end);
        var line = text.AsSpan(at, lineEnd - at).Trim();
        if (IsFence(line) || IsTableRule(line) || IsThematicBreak(line))
        {
            return lineEnd;
        }

        var start = SkipBlanks(text, at, end);
        var heading = HeadingLength(text.AsSpan(start, lineEnd - start));
        return heading > 0 ? start + heading : start + ListMarkLength(text.AsSpan(start, lineEnd - start));
    }

    public static int LineEnd(string text, int at, int end)
    {
        var newline = at < end ? text.IndexOf('\n', at, end - at) : -1;
        return newline < 0 ? end : newline;
    }

    public static bool IsFence(ReadOnlySpan<char> line)
        => line.StartsWith("```", StringComparison.Ordinal) || line.StartsWith("~~~", StringComparison.Ordinal);

    public static bool IsTableRule(ReadOnlySpan<char> line)
        => line.Contains('|') && line.Contains('-') && line.IndexOfAnyExcept("|-: \t") < 0;

    public static bool IsThematicBreak(ReadOnlySpan<char> line)
        => line.Length >= 3 && line[0] is '-' or '*' or '_' or '=' && line.IndexOfAnyExcept(line[0], ' ') < 0 && line.Count(line[0]) >= 3;

    /// <summary>Returns the length of a list mark with the blanks after it, or 0.</summary>
    public static int ListMarkLength(ReadOnlySpan<char> line)
    {
        var digits = 0;
        while (digits < line.Length && digits <= MaxNumberDigits && char.IsAsciiDigit(line[digits]))
        {
            digits++;
        }

        var mark = digits switch
        {
            0 when line.Length > 1 && line[0] is '-' or '*' or '+' or '•' => 1,
            > 0 and <= MaxNumberDigits when digits < line.Length && line[digits] is '.' or ')' => digits + 1,
            _ => 0,
        };
        if (mark == 0 || mark >= line.Length || !char.IsWhiteSpace(line[mark]))
        {
            return 0;
        }

        return AfterTaskBox(line, mark + line[mark..].Length - line[mark..].TrimStart().Length);
    }

    // "- [ ] Order the laptop": the box of a task list is part of the mark.
    private static int AfterTaskBox(ReadOnlySpan<char> line, int at)
        => at + 4 <= line.Length && line[at] == '[' && line[at + 1] is ' ' or 'x' or 'X' && line[at + 2] == ']' && line[at + 3] == ' ' ? at + 4 : at;

    public static bool IsNumbered(ReadOnlySpan<char> line) => line.Length > 0 && char.IsAsciiDigit(line[0]) && ListMarkLength(line) > 0;

    /// <summary>Returns the length of a heading mark with the blanks after it, or 0.</summary>
    public static int HeadingLength(ReadOnlySpan<char> line)
    {
        var level = line.IndexOfAnyExcept('#');
        if (level < 0)
        {
            level = line.Length;
        }

        return level is >= 1 and <= 6 && level < line.Length && line[level] == ' ' ? level + 1 : 0;
    }

    private static int SkipBlanks(string text, int at, int end)
    {
        while (at < end && text[at] is ' ' or '\t')
        {
            at++;
        }

        return at;
    }
}
