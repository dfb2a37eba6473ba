using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Answering.Sentences;

/// <summary>Says a row of a pipe table with the labels of its columns: "City: Lisbon · Dinner: €30".</summary>
internal static class TableRow
{
    private const string Separator = " · ";

    // How far up the head of a table is looked for when the passage begins in its middle.
    private const int MostRowsAbove = 500;

    public static string Describe(Document document, Block row)
    {
        var labels = Labels(document, row.Start);
        var cells = Cells(document, row.Start, row.End);
        return string.Join(Separator, cells.Select((cell, column) => Label(labels, column, cell)).Where(cell => cell.Length > 0));
    }

    /// <summary>Returns the span of the table's head, when there is one above the row.</summary>
    public static (int Start, int End)? FindHead(string text, int row)
    {
        for (var count = 0; count < MostRowsAbove && row > 0; count++)
        {
            var lineEnd = row - 1;
            var lineStart = LineStart(text, lineEnd);
            var line = text.AsSpan(lineStart, lineEnd - lineStart).Trim();
            if (LineMarks.IsTableRule(line))
            {
                return HeadAbove(text, lineStart);
            }

            if (line.IsEmpty || line[0] != '|')
            {
                return null;
            }

            row = lineStart;
        }

        return null;
    }

    private static (int Start, int End)? HeadAbove(string text, int rule)
    {
        if (rule == 0)
        {
            return null;
        }

        var start = LineStart(text, rule - 1);
        return text.AsSpan(start, rule - 1 - start).Contains('|') ? (start, rule - 1) : null;
    }

    private static int LineStart(string text, int lineEnd) => lineEnd <= 0 ? 0 : text.LastIndexOf('\n', lineEnd - 1) + 1;

    private static List<string> Labels(Document document, int row)
        => FindHead(document.Text, LineStart(document.Text, row)) is var (start, end) ? Cells(document, start, end) : [];

    private static string Label(List<string> labels, int column, string cell)
        => cell.Length == 0 || column >= labels.Count || labels[column].Length == 0 ? cell : $"{labels[column]}: {cell}";

    private static List<string> Cells(Document document, int start, int end)
    {
        var cells = new List<string>();
        var from = start;
        for (var at = start; at < end; at++)
        {
            if (document.Text[at] == '|' && (at == start || document.Text[at - 1] != '\\'))
            {
                AddCell(document, cells, from, at, isFirst: from == start);
                from = at + 1;
            }
        }

        AddCell(document, cells, from, end, isFirst: true);
        return cells;
    }

    // The text before the first and after the last border is no cell when it is blank.
    private static void AddCell(Document document, List<string> cells, int from, int to, bool isFirst)
    {
        var text = VisibleText.OfBlock(document, from, to).Text;
        if (text.Length > 0 || !isFirst)
        {
            cells.Add(text);
        }
    }
}
