namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats.Pdf;

/// <summary>
/// Finds tables among the blocks of a page: a PDF has none, only short blocks side by side. Blocks of more lines are columns of text and are
/// left alone.
/// </summary>
internal static class PdfTables
{
    private const int FewestRows = 2;
    private const int FewestCells = 2;
    private const int MostLines = 2;
    private const double SameHeight = 0.6;

    /// <summary>Cuts the blocks of a page into tables, each as rows of cells, and everything else as one row of one block.</summary>
    public static IEnumerable<IReadOnlyList<IReadOnlyList<PdfBlock>>> Cut(IReadOnlyList<PdfBlock> blocks)
    {
        var rows = new List<IReadOnlyList<PdfBlock>>();
        foreach (var row in Rows(blocks))
        {
            if (row.Count >= FewestCells)
            {
                rows.Add(row);
                continue;
            }

            foreach (var region in Finish(rows))
            {
                yield return region;
            }

            rows.Clear();
            yield return [row];
        }

        foreach (var region in Finish(rows))
        {
            yield return region;
        }
    }

    private static IReadOnlyList<IReadOnlyList<PdfBlock>>[] Finish(List<IReadOnlyList<PdfBlock>> rows)
        => rows.Count >= FewestRows ? [rows.ToArray()] : rows.SelectMany(row => row).Select(IReadOnlyList<IReadOnlyList<PdfBlock>> (block) => [[block]]).ToArray();

    private static IEnumerable<IReadOnlyList<PdfBlock>> Rows(IReadOnlyList<PdfBlock> blocks)
    {
        var row = new List<PdfBlock>();
        foreach (var block in blocks)
        {
            if (row.Count > 0 && !(IsCell(block) && IsCell(row[^1]) && IsBeside(row[^1], block)))
            {
                foreach (var part in Split(row))
                {
                    yield return part;
                }

                row.Clear();
            }

            row.Add(block);
        }

        foreach (var part in Split(row))
        {
            yield return part;
        }
    }

    /// <summary>Cells whose lines stand side by side, as many in each, are several rows that were taken for one.</summary>
    private static IEnumerable<IReadOnlyList<PdfBlock>> Split(List<PdfBlock> row)
    {
        var lines = row.Count < FewestCells ? 1 : row[0].Lines.Count;
        if (lines == 1 || !row.TrueForAll(cell => cell.Lines.Count == lines && IsBeside(row[0], cell)))
        {
            return row.Count == 0 ? [] : [row.ToArray()];
        }

        return Enumerable.Range(0, lines).Select(line => row.Select(cell => new PdfBlock([cell.Lines[line]])).ToArray());
    }

    private static bool IsCell(PdfBlock block) => block.Lines.Count <= MostLines;

    private static bool IsBeside(PdfBlock left, PdfBlock right)
    {
        var overlap = Math.Min(left.Bottom, right.Bottom) - Math.Max(left.Top, right.Top);
        return right.Left >= left.Left && overlap >= SameHeight * Math.Min(left.Bottom - left.Top, right.Bottom - right.Top);
    }
}

/// <summary>A block of a page.</summary>
/// <param name="Lines">Its lines; at least one.</param>
internal sealed record PdfBlock(IReadOnlyList<PdfLine> Lines)
{
    public double Left => Lines.Min(line => line.Left);

    public double Top => Lines.Min(line => line.Top);

    public double Bottom => Lines.Max(line => line.Bottom);

    public string Text => string.Join(' ', Lines.Select(line => line.Text));
}
