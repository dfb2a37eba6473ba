namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats.Pdf;

/// <summary>Leaves out what stands at the edge of most pages: headers, footers, page numbers.</summary>
internal static class PdfRunningHeads
{
    private const int FewestPages = 3;
    private const double Edge = 0.1;

    public static List<PdfPage> Remove(List<PdfPage> pages)
    {
        if (pages.Count < FewestPages)
        {
            return pages;
        }

        var repeated = pages
            .SelectMany(page => page.Lines.Where(line => IsAtEdge(page, line)).Select(line => KeyOf(line.Text)).Distinct(StringComparer.Ordinal))
            .CountBy(key => key)
            .Where(pair => pair.Value * 2 > pages.Count)
            .Select(pair => pair.Key)
            .ToHashSet(StringComparer.Ordinal);
        return [.. pages.Select(page => page with { Lines = [.. page.Lines.Where(line => !IsAtEdge(page, line) || !repeated.Contains(KeyOf(line.Text)))] })];
    }

    private static bool IsAtEdge(PdfPage page, PdfLine line) => line.Bottom < page.Height * Edge || line.Top > page.Height * (1 - Edge);

    /// <summary>Numbers differ from page to page.</summary>
    private static string KeyOf(string text) => string.Create(text.Length, text, static (key, text) =>
    {
        for (var at = 0; at < text.Length; at++)
        {
            key[at] = char.IsDigit(text[at]) ? '0' : text[at];
        }
    }).Replace("00", "0", StringComparison.Ordinal);
}
