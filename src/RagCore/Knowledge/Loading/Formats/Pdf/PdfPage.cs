namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats.Pdf;

/// <summary>A page as lines in reading order.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Height">Its height in points.</param>
/// <param name="Lines">Its lines.</param>
internal sealed record PdfPage(int Number, double Height, IReadOnlyList<PdfLine> Lines);

/// <summary>A line of a page.</summary>
/// <param name="Text">Its words.</param>
/// <param name="Block">The number of its block on the page.</param>
/// <param name="Left">Its left edge in points.</param>
/// <param name="Top">Its upper edge in points from the top of the page.</param>
/// <param name="Bottom">Its lower edge.</param>
internal sealed record PdfLine(string Text, int Block, double Left, double Top, double Bottom)
{
    /// <summary>Gets the height of its letters, about the size of the font.</summary>
    public double Size => Bottom - Top;
}
