using System.Globalization;
using System.Text;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats.Pdf;

/// <summary>Writes lines as headings, paragraphs and list items. A PDF knows only sizes and places: what is larger than the body is a heading.</summary>
internal sealed class PdfTextWriter(MarkdownTextBuilder builder)
{
    private const double LargestHeading = 1.7;
    private const double LargeHeading = 1.35;
    private const double SmallestHeading = 1.15;
    private const int LongestHeading = 150;

    private HyphenatedWords _words = HyphenatedWords.None;

    public void Write(IReadOnlyList<PdfPage> pages)
    {
        var body = BodySize(pages);
        _words = HyphenatedWords.Of(pages);
        foreach (var page in pages)
        {
            var number = page.Number.ToString(CultureInfo.InvariantCulture);
            builder.Mark($"page {number}", $"page={number}");
            var blocks = page.Lines.GroupBy(line => line.Block).Select(lines => new PdfBlock([.. lines])).ToList();
            foreach (var region in PdfTables.Cut(blocks))
            {
                WriteRegion(region, body);
            }
        }
    }

    /// <summary>The size that most letters have.</summary>
    private static double BodySize(IReadOnlyList<PdfPage> pages) => pages
        .SelectMany(page => page.Lines)
        .GroupBy(line => Math.Round(line.Size, 1))
        .OrderByDescending(size => size.Sum(line => line.Text.Length))
        .Select(size => size.Key)
        .FirstOrDefault(1);

    private void WriteRegion(IReadOnlyList<IReadOnlyList<PdfBlock>> rows, double body)
    {
        if (rows is [[var block]])
        {
            WriteBlock(block.Lines, body);
            return;
        }

        builder.EndBlock();
        for (var row = 0; row < rows.Count; row++)
        {
            builder.TableRow([.. rows[row].Select(cell => cell.Text)], isHeader: row == 0);
        }

        builder.EndBlock();
    }

    private void WriteBlock(IReadOnlyList<PdfLine> lines, double body)
    {
        var paragraph = new StringBuilder();
        foreach (var line in lines)
        {
            if (HeadingLevel(line, body) is { } level)
            {
                Flush(paragraph);
                builder.Heading(level, line.Text);
            }
            else if (ListItem(line.Text) is { } item)
            {
                Flush(paragraph);
                paragraph.Append("- ").Append(item);
            }
            else
            {
                Join(paragraph, line.Text);
            }
        }

        Flush(paragraph);
        builder.EndBlock();
    }

    private static int? HeadingLevel(PdfLine line, double body)
    {
        var ratio = line.Size / Math.Max(1, body);
        var isSentence = line.Text.Length > LongestHeading || line.Text.EndsWith('.');
        return isSentence || ratio < SmallestHeading || !line.Text.Any(char.IsLetter) ? null : ratio >= LargestHeading ? 1 : ratio >= LargeHeading ? 2 : 3;
    }

    private static string? ListItem(string text)
        => text.Length > 2 && text[0] is '•' or '◦' or '▪' or '‣' or '●' or '·' or '–' && (text[1] == ' ' || char.IsLetter(text[1])) ? text[1..].TrimStart() : null;

    /// <summary>Joins a line to its paragraph; a word that was divided at the end of the line becomes one again.</summary>
    private void Join(StringBuilder paragraph, string line)
    {
        if (paragraph.Length == 0)
        {
            paragraph.Append(line);
        }
        else if (paragraph.Length > 1 && paragraph[^1] is '-' or '‐' && char.IsLetter(paragraph[^2]) && char.IsLower(line[0]))
        {
            paragraph.Length -= _words.Keep(paragraph, line) ? 0 : 1;
            paragraph.Append(line);
        }
        else
        {
            paragraph.Append(IsIdeographic(paragraph[^1]) && IsIdeographic(line[0]) ? string.Empty : " ").Append(line);
        }
    }

    private static bool IsIdeographic(char character) => character is >= '\u3000' and <= '\u9FFF' or >= '\uFF00' and <= '\uFFEF';

    private void Flush(StringBuilder paragraph)
    {
        if (paragraph.Length == 0)
        {
            return;
        }

        var text = paragraph.ToString();
        paragraph.Clear();
        if (text.StartsWith("- ", StringComparison.Ordinal))
        {
            builder.ListItem(0, text[2..]);
        }
        else
        {
            builder.Paragraph(text);
        }
    }
}
