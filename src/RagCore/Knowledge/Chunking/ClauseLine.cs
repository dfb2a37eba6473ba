using System.Buffers;

namespace ChatOpsBot.RagCore.Knowledge.Chunking;

/// <summary>Recognises the numbered heading of a rule in plain text, such as <c>4.2 Carry-over</c>, <c>§ 7 Notice</c> or <c>Article 3</c>.</summary>
internal static class ClauseLine
{
    private const int MaxLength = 120;

    private static readonly SearchValues<char> NumberSigns = SearchValues.Create("0123456789.");

    private static readonly string[] Words = ["Section", "Article", "Clause", "Chapter", "Artikel", "Abschnitt", "Kapitel", "Artículo", "Sección"];

    public static bool IsClause(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        if (line.Length is 0 or > MaxLength || line[^1] is '.' or ';' or ',' or ':' or '!' or '?')
        {
            return false;
        }

        var rest = AfterWord(line);
        var number = NumberLength(rest);
        var title = rest[number..].TrimStart(" .):-–\t");
        return number > 0 && (rest.Length < line.Length || (title.Length > 0 && char.IsUpper(title[0]) && char.IsWhiteSpace(rest[^(title.Length + 1)])));
    }

    private static ReadOnlySpan<char> AfterWord(ReadOnlySpan<char> line)
    {
        if (line[0] == '§')
        {
            return line.TrimStart('§').TrimStart();
        }

        foreach (var word in Words)
        {
            if (line.Length > word.Length && line.StartsWith(word, StringComparison.OrdinalIgnoreCase) && line[word.Length] == ' ')
            {
                return line[word.Length..].TrimStart();
            }
        }

        return line;
    }

    private static int NumberLength(ReadOnlySpan<char> text)
    {
        var length = text.IndexOfAnyExcept(NumberSigns);
        length = length < 0 ? text.Length : length;
        return length is > 0 and < 12 && char.IsAsciiDigit(text[0]) ? length : 0;
    }
}
