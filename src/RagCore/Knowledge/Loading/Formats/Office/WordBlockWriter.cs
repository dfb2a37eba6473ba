using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats.Office;

/// <summary>Writes paragraphs and tables of a Word file as Markdown.</summary>
internal sealed class WordBlockWriter(MarkdownTextBuilder builder, WordStyles styles)
{
    /// <summary>Gets the text of the first paragraph in the title's style.</summary>
    public string? Title { get; private set; }

    public void Write(OpenXmlElement block)
    {
        if (block is Table table)
        {
            WriteTable(table);
        }
        else if (block is Paragraph paragraph)
        {
            WriteParagraph(paragraph);
        }
    }

    private void WriteParagraph(Paragraph paragraph)
    {
        var text = TextOf(paragraph);
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        var numbering = paragraph.ParagraphProperties?.NumberingProperties;
        switch (styles.LevelOf(paragraph))
        {
            case 0:
                Title ??= MarkdownTextBuilder.Clean(text);
                builder.Heading(1, text);
                break;
            case { } level:
                builder.Heading(Title is null ? level : level + 1, text);
                break;
            case null when numbering is not null:
                builder.ListItem(numbering.NumberingLevelReference?.Val?.Value ?? 0, text);
                break;
            default:
                builder.Paragraph(text);
                break;
        }
    }

    private void WriteTable(Table table)
    {
        builder.EndBlock();
        var isHeader = true;
        foreach (var row in table.Elements<TableRow>())
        {
            var cells = row.Descendants<TableCell>().Where(cell => cell.Ancestors<TableRow>().First() == row).Take(LoadLimits.MaxColumns).Select(TextOf).ToList();
            if (cells.Exists(cell => !string.IsNullOrWhiteSpace(cell)))
            {
                builder.TableRow(cells, isHeader);
                isHeader = false;
            }
        }

        builder.EndBlock();
    }

    /// <summary>Hidden text is for nobody to read, and a place to hide instructions in (L-07).</summary>
    private static bool IsHidden(Run? run) => run?.RunProperties?.Vanish is { } vanish && vanish.Val?.Value != false;

    /// <summary>Joins the visible text. What was deleted is of another type; what stands twice for older readers is taken once.</summary>
    private static string TextOf(OpenXmlElement element)
    {
        var text = new StringBuilder();
        foreach (var part in element.Descendants())
        {
            if (part.Ancestors<AlternateContentFallback>().Any() || IsHidden(part.Parent as Run))
            {
                continue;
            }

            text.Append(part switch
            {
                Text run => run.Text,
                TabChar or Break or CarriageReturn => " ",
                NoBreakHyphen => "-",
                Paragraph when text.Length > 0 => " ",
                _ => string.Empty,
            });
        }

        return text.ToString();
    }
}
