using System.Globalization;
using DocumentFormat.OpenXml.Spreadsheet;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats.Office;

/// <summary>Reads the cells of a row as a person sees them.</summary>
internal sealed class CellReader(IReadOnlyList<string> sharedStrings, CellFormats formats)
{
    private const int Letters = 26;

    /// <summary>Returns the row's values by column, without empty ones at the end.</summary>
    public List<string> Read(Row row)
    {
        var values = new List<string>();
        foreach (var cell in row.Elements<Cell>())
        {
            var column = ColumnOf(cell.CellReference?.Value) ?? values.Count;
            if (column >= LoadLimits.MaxColumns || column < values.Count)
            {
                continue;
            }

            while (values.Count < column)
            {
                values.Add(string.Empty);
            }

            values.Add(ValueOf(cell));
        }

        while (values.Count > 0 && string.IsNullOrWhiteSpace(values[^1]))
        {
            values.RemoveAt(values.Count - 1);
        }

        return values;
    }

    private static int? ColumnOf(string? reference)
    {
        var column = 0;
        foreach (var character in reference ?? string.Empty)
        {
            if (!char.IsAsciiLetterUpper(character) || column > LoadLimits.MaxColumns)
            {
                break;
            }

            column = (column * Letters) + character - 'A' + 1;
        }

        return column == 0 ? null : column - 1;
    }

    private string ValueOf(Cell cell)
    {
        var raw = cell.CellValue?.Text ?? string.Empty;
        var type = cell.DataType?.Value;
        if (type == CellValues.SharedString)
        {
            return int.TryParse(raw, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < sharedStrings.Count ? sharedStrings[index] : string.Empty;
        }

        if (type == CellValues.InlineString)
        {
            return cell.InlineString?.InnerText ?? string.Empty;
        }

        if (type == CellValues.Boolean)
        {
            return raw == "1" ? "TRUE" : "FALSE";
        }

        var isNumber = (type is null || type == CellValues.Number) && double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        return isNumber ? formats.Show(double.Parse(raw, CultureInfo.InvariantCulture), cell.StyleIndex?.Value ?? 0) : raw;
    }
}
