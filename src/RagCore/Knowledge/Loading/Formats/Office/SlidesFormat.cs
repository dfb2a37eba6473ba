using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Presentation;
using Drawing = DocumentFormat.OpenXml.Drawing;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats.Office;

/// <summary>Presentations: a section for each slide that is shown, with its tables and speaker notes.</summary>
internal sealed class SlidesFormat : IDocumentFormat
{
    public IReadOnlyList<string> Extensions { get; } = [".pptx", ".pptm", ".ppsx"];

    public FileContainer Container => FileContainer.Zip;

    public Extraction Read(FormatInput input)
        => OfficePackage.Read(input, stream => PresentationDocument.Open(stream, isEditable: false), Read);

    private static ExtractedText Read(PresentationDocument package)
    {
        if (package.PresentationPart is not { Presentation.SlideIdList: { } slides } part)
        {
            throw new LoadRefusedException(LoadOutcome.Damaged);
        }

        var builder = new MarkdownTextBuilder();
        string? title = null;
        var number = 0;
        foreach (var slide in slides.Elements<SlideId>())
        {
            number++;
            if (number > LoadLimits.MaxPages)
            {
                throw new LoadRefusedException(LoadOutcome.TooLong);
            }

            if (slide.RelationshipId?.Value is { } id && part.GetPartById(id) is SlidePart { Slide: { } content } slidePart && content.Show?.Value != false)
            {
                var heading = TitleOf(content);
                title ??= heading;
                WriteSlide(builder, slidePart, number, heading);
            }
        }

        return new ExtractedText(builder.ToString(), TextFormat.Markdown) { Title = title, Kind = DocumentKind.Slides, Places = builder.Places };
    }

    private static void WriteSlide(MarkdownTextBuilder builder, SlidePart part, int number, string? heading)
    {
        var label = string.Create(CultureInfo.InvariantCulture, $"slide {number}");
        builder.Mark(label);
        builder.Heading(2, heading ?? $"Slide {number.ToString(CultureInfo.InvariantCulture)}");
        foreach (var element in part.Slide!.Descendants())
        {
            switch (element)
            {
                case Drawing.Table table:
                    WriteTable(builder, table);
                    break;
                case Drawing.Paragraph paragraph when !paragraph.Ancestors<Drawing.Table>().Any() && !IsTitle(paragraph.Ancestors<Shape>().FirstOrDefault()):
                    builder.ListItem(paragraph.ParagraphProperties?.Level?.Value ?? 0, TextOf(paragraph));
                    break;
                default:
                    break;
            }
        }

        builder.EndBlock();
        foreach (var shape in part.NotesSlidePart?.NotesSlide?.Descendants<Shape>() ?? [])
        {
            if (PlaceholderOf(shape) == PlaceholderValues.Body)
            {
                builder.Paragraph(string.Join('\n', shape.Descendants<Drawing.Paragraph>().Select(TextOf)));
            }
        }
    }

    private static void WriteTable(MarkdownTextBuilder builder, Drawing.Table table)
    {
        builder.EndBlock();
        var isHeader = true;
        foreach (var row in table.Elements<Drawing.TableRow>())
        {
            builder.TableRow([.. row.Elements<Drawing.TableCell>().Take(LoadLimits.MaxColumns).Select(cell => string.Join(' ', cell.Descendants<Drawing.Paragraph>().Select(TextOf)))], isHeader);
            isHeader = false;
        }

        builder.EndBlock();
    }

    private static string? TitleOf(Slide slide)
    {
        var title = slide.Descendants<Shape>().FirstOrDefault(IsTitle);
        var text = title is null ? string.Empty : MarkdownTextBuilder.Clean(string.Join(' ', title.Descendants<Drawing.Paragraph>().Select(TextOf)));
        return text.Length == 0 ? null : text;
    }

    private static bool IsTitle(Shape? shape) => PlaceholderOf(shape) is { } kind && (kind == PlaceholderValues.Title || kind == PlaceholderValues.CenteredTitle);

    private static PlaceholderValues? PlaceholderOf(Shape? shape)
        => shape?.NonVisualShapeProperties?.ApplicationNonVisualDrawingProperties?.PlaceholderShape is { } placeholder
            ? placeholder.Type?.Value ?? PlaceholderValues.Object
            : null;

    private static string TextOf(Drawing.Paragraph paragraph)
        => string.Concat(paragraph.Descendants().Select(part => part is Drawing.Text text ? text.Text : part is Drawing.Break ? " " : string.Empty));
}
