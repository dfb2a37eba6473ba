using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats.Office;

/// <summary>Workbooks: a section for each sheet that is shown; tables end at an empty row, and their first row is the header.</summary>
internal sealed class SheetFormat : IDocumentFormat
{
    public IReadOnlyList<string> Extensions { get; } = [".xlsx", ".xlsm"];

    public FileContainer Container => FileContainer.Zip;

    public Extraction Read(FormatInput input)
        => OfficePackage.Read(input, stream => SpreadsheetDocument.Open(stream, isEditable: false), Read);

    private static ExtractedText Read(SpreadsheetDocument package)
    {
        if (package.WorkbookPart is not { Workbook.Sheets: { } sheets } workbook)
        {
            throw new LoadRefusedException(LoadOutcome.Damaged);
        }

        var builder = new MarkdownTextBuilder();
        var cells = new CellReader(SharedStrings(workbook), CellFormats.Read(workbook));
        foreach (var sheet in sheets.Elements<Sheet>())
        {
            var isShown = sheet.State is null || sheet.State.Value == SheetStateValues.Visible;
            if (isShown && sheet.Id?.Value is { } id && workbook.GetPartById(id) is WorksheetPart part)
            {
                var name = sheet.Name?.Value ?? "Sheet";
                builder.Mark($"sheet \"{MarkdownTextBuilder.Clean(name)}\"");
                builder.Heading(2, name);
                WriteRows(builder, part, cells);
            }
        }

        return new ExtractedText(builder.ToString(), TextFormat.Markdown) { Kind = DocumentKind.Table, Places = builder.Places };
    }

    private static void WriteRows(MarkdownTextBuilder builder, WorksheetPart part, CellReader cells)
    {
        using var reader = OpenXmlReader.Create(part);
        var isHeader = true;
        var last = 0u;
        while (reader.Read())
        {
            if (!reader.IsStartElement || reader.ElementType != typeof(Row) || reader.LoadCurrentElement() is not Row row || row.Hidden?.Value == true)
            {
                continue;
            }

            var values = cells.Read(row);
            var number = row.RowIndex?.Value ?? last + 1;
            if (values.Count == 0 || (number > last + 1 && last > 0))
            {
                builder.EndBlock();
                isHeader = true;
            }

            last = number;
            if (values.Count > 0)
            {
                builder.TableRow(values, isHeader);
                isHeader = false;
            }
        }

        builder.EndBlock();
    }

    private static List<string> SharedStrings(WorkbookPart workbook)
    {
        var strings = new List<string>();
        if (workbook.SharedStringTablePart is not { } part)
        {
            return strings;
        }

        using var reader = OpenXmlReader.Create(part);
        while (reader.Read())
        {
            if (reader.IsStartElement && reader.ElementType == typeof(SharedStringItem) && reader.LoadCurrentElement() is SharedStringItem item)
            {
                // Readings of characters, as Japanese workbooks have them, stand beside the text and are no part of it.
                strings.Add(item.Text?.Text ?? string.Concat(item.Elements<Run>().Select(run => run.Text?.Text)));
            }
        }

        return strings;
    }
}
