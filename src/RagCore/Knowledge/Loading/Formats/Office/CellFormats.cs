using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats.Office;

/// <summary>How numbers of a workbook are shown: dates, times and percentages; everything else as a plain number. Ids by ECMA-376, 18.8.30.</summary>
internal sealed class CellFormats
{
    private const double LatestDate = 2_958_465;
    private const int MostDecimals = 10;

    private readonly List<NumberShape> _shapes = [];

    private enum NumberShape
    {
        Plain,
        Date,
        Time,
        DateAndTime,
        Percent,
    }

    public static CellFormats Read(WorkbookPart workbook)
    {
        var formats = new CellFormats();
        var sheet = workbook.WorkbookStylesPart?.Stylesheet;
        var custom = new Dictionary<uint, string>();
        foreach (var format in sheet?.NumberingFormats?.Elements<NumberingFormat>() ?? [])
        {
            if (format is { NumberFormatId.Value: var id, FormatCode.Value: { } code })
            {
                custom[id] = code;
            }
        }

        foreach (var format in sheet?.CellFormats?.Elements<CellFormat>() ?? [])
        {
            var id = format.NumberFormatId?.Value ?? 0;
            formats._shapes.Add(custom.TryGetValue(id, out var code) ? ShapeOf(code) : ShapeOf(id));
        }

        return formats;
    }

    public string Show(double value, uint style)
    {
        var shape = style < _shapes.Count ? _shapes[(int)style] : NumberShape.Plain;
        if (shape is NumberShape.Date or NumberShape.Time or NumberShape.DateAndTime && value is >= 0 and <= LatestDate)
        {
            var time = DateTime.FromOADate(value);
            var pattern = shape == NumberShape.Date ? "yyyy-MM-dd" : shape == NumberShape.Time ? "HH:mm" : "yyyy-MM-dd HH:mm";
            return time.ToString(pattern, CultureInfo.InvariantCulture);
        }

        return shape == NumberShape.Percent
            ? Math.Round(value * 100, MostDecimals).ToString(CultureInfo.InvariantCulture) + " %"
            : Math.Round(value, MostDecimals).ToString(CultureInfo.InvariantCulture);
    }

    private static NumberShape ShapeOf(uint id) => id switch
    {
        9 or 10 => NumberShape.Percent,
        >= 14 and <= 17 => NumberShape.Date,
        >= 18 and <= 21 or >= 45 and <= 47 => NumberShape.Time,
        22 => NumberShape.DateAndTime,
        _ => NumberShape.Plain,
    };

    private static NumberShape ShapeOf(string code)
    {
        var letters = WithoutLiterals(code);
        if (letters.Contains('%'))
        {
            return NumberShape.Percent;
        }

        var (date, time) = (letters.AsSpan().ContainsAny("ydYD"), letters.AsSpan().ContainsAny("hsHS"));
        return date && time ? NumberShape.DateAndTime : date ? NumberShape.Date : time ? NumberShape.Time : NumberShape.Plain;
    }

    /// <summary>Leaves out what stands in quotes and brackets or behind a backslash: a currency or a colour is no date.</summary>
    private static string WithoutLiterals(string code)
    {
        var kept = new System.Text.StringBuilder();
        for (var at = 0; at < code.Length; at++)
        {
            switch (code[at])
            {
                case '"' or '[':
                    var end = code.IndexOf(code[at] == '"' ? '"' : ']', at + 1);
                    at = end < 0 ? code.Length : end;
                    break;
                case '\\' or '_' or '*':
                    at++;
                    break;
                default:
                    kept.Append(code[at]);
                    break;
            }
        }

        return kept.ToString().Replace("General", string.Empty, StringComparison.OrdinalIgnoreCase).Replace("Standard", string.Empty, StringComparison.OrdinalIgnoreCase);
    }
}
