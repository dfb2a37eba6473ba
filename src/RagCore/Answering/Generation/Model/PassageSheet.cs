using System.Globalization;
using System.Text;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Answering.Generation.Model;

/// <summary>Passages as a model reads them: numbered from 1, each with its title, headings, place and date.</summary>
internal static class PassageSheet
{
    /// <summary>The most characters of one passage and of all. Beyond it a passage is cut, and the numbers stay.</summary>
    private const int LongestPassage = 8_000;
    private const int LongestSheet = 48_000;

    public static string Write(IReadOnlyList<Passage> passages)
    {
        var sheet = new StringBuilder();
        for (var index = 0; index < passages.Count && sheet.Length < LongestSheet; index++)
        {
            if (index > 0)
            {
                sheet.Append("\n\n");
            }

            Append(sheet, index + 1, passages[index].Chunk);
        }

        return sheet.ToString();
    }

    private static void Append(StringBuilder sheet, int number, Chunk chunk)
    {
        var document = chunk.Document;
        sheet.Append(CultureInfo.InvariantCulture, $"[{number}] {string.Join(" › ", [document.Title, .. chunk.HeadingPath])}");
        if (chunk.Place is { } place)
        {
            sheet.Append(CultureInfo.InvariantCulture, $" ({place.Label})");
        }

        if (document.Effective is { } date)
        {
            sheet.Append(CultureInfo.InvariantCulture, $", in force from {date:yyyy-MM-dd}");
        }

        if (document.IsSuperseded)
        {
            sheet.Append(", superseded");
        }

        var end = Math.Min(chunk.End, chunk.Start + Math.Min(LongestPassage, Math.Max(0, LongestSheet - sheet.Length)));
        sheet.Append('\n').Append(document.Text, chunk.Start, end - chunk.Start);
    }
}
