using System.Globalization;
using System.Text;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats;

/// <summary>Writes what was read as Markdown, up to the length a text may have.</summary>
internal sealed class MarkdownTextBuilder(int maxLength = LoadLimits.MaxTextLength)
{
    private const int MaxHeadingLength = 300;

    private readonly StringBuilder _text = new();
    private readonly List<PlaceMark> _places = [];
    private bool _isInBlock;

    public IReadOnlyList<PlaceMark> Places => _places;

    public bool IsEmpty => _text.Length == 0;

    public override string ToString() => _text.ToString();

    public void Heading(int level, string text)
    {
        var line = Clean(text);
        if (line.Length > 0)
        {
            EndBlock();
            Append(new string('#', Math.Clamp(level, 1, 6))).Append(' ').Append(line.Length > MaxHeadingLength ? line[..MaxHeadingLength] : line).Append("\n\n");
        }
    }

    public void Paragraph(string text)
    {
        EndBlock();
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = Clean(text[range]);
            if (line.Length > 0)
            {
                Append(line).Append('\n');
                _isInBlock = true;
            }
        }

        EndBlock();
    }

    /// <summary>Adds Markdown as it stands.</summary>
    public void Lines(string markdown)
    {
        if (markdown.Length > 0)
        {
            EndBlock();
            Append(markdown).Append("\n\n");
        }
    }

    public void ListItem(int level, string text, string mark = "- ")
    {
        var line = Clean(text);
        if (line.Length > 0)
        {
            Append(new string(' ', 2 * Math.Clamp(level, 0, 8))).Append(mark).Append(line).Append('\n');
            _isInBlock = true;
        }
    }

    /// <summary>Adds a row of a table; the first one after another block is the header.</summary>
    public void TableRow(IReadOnlyList<string> cells, bool isHeader)
    {
        Append("|");
        foreach (var cell in cells)
        {
            Append(" ").Append(Clean(cell).Replace('|', '/')).Append(" |");
        }

        _text.Append('\n');
        _isInBlock = true;
        if (isHeader)
        {
            Append("|").Insert(_text.Length, "---|", cells.Count).Append('\n');
        }
    }

    /// <summary>Ends a list, a table or a paragraph.</summary>
    public void EndBlock()
    {
        if (_isInBlock)
        {
            _text.Append('\n');
            _isInBlock = false;
        }
    }

    /// <summary>Says that a page, slide or sheet begins here.</summary>
    public void Mark(string label, string? anchor = null)
    {
        EndBlock();
        _places.Add(new PlaceMark(_text.Length, label, anchor));
    }

    /// <summary>White space becomes single spaces; what turns or hides characters is left out.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        Span<char> buffer = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || rune.Value == 0xFFFD)
            {
                if (clean.Length > 0 && clean[^1] != ' ')
                {
                    clean.Append(' ');
                }
            }
            else if (!IsInvisible(rune))
            {
                clean.Append(buffer[..rune.EncodeToUtf16(buffer)]);
            }
        }

        return clean.ToString().TrimEnd();
    }

    /// <summary>Controls, marks of direction and tags; not the joiners that scripts and emoji need.</summary>
    private static bool IsInvisible(Rune rune)
        => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.PrivateUse
            || rune.Value is 0x00AD or 0x200B or 0x200E or 0x200F or 0x2060 or 0xFEFF or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or (>= 0xE0000 and <= 0xE007F);

    private StringBuilder Append(string text)
        => _text.Length + text.Length <= maxLength ? _text.Append(text) : throw new LoadRefusedException(LoadOutcome.TooLong);
}
