using System.Text;

namespace ChatOpsBot.RagCore.Knowledge.Chunking;

/// <summary>A heading as a person reads it: without marks, emphasis and the addresses of links.</summary>
internal static class HeadingText
{
    private const int MaxLength = 200;

    public static string Read(ReadOnlySpan<char> source)
    {
        var line = FirstLine(source.Trim()).TrimStart('#').TrimEnd('#').Trim();
        line = line.Length > MaxLength ? line[..MaxLength] : line;
        var text = new StringBuilder(line.Length);
        for (var index = 0; index < line.Length; index++)
        {
            index = SkipMarkup(line, index, text);
        }

        return text.ToString().Trim();
    }

    private static ReadOnlySpan<char> FirstLine(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf('\n');
        return end < 0 ? text : text[..end];
    }

    /// <summary>Copies one character, or steps over markup, and returns the last index that was used.</summary>
    private static int SkipMarkup(ReadOnlySpan<char> line, int index, StringBuilder text)
    {
        switch (line[index])
        {
            case '\\' when index + 1 < line.Length && char.IsAsciiLetterOrDigit(line[index + 1]) is false:
                text.Append(line[index + 1]);
                return index + 1;
            case '*' or '`' or '[':
            case '!' when index + 1 < line.Length && line[index + 1] == '[':
                return index;
            case ']':
                var close = index + 1 < line.Length && line[index + 1] == '(' ? line[index..].IndexOf(')') : -1;
                return close < 0 ? index : index + close;
            default:
                text.Append(line[index]);
                return index;
        }
    }
}
