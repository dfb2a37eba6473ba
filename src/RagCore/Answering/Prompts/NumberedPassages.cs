using System.Globalization;
using System.Text;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Answering.Prompts;

/// <summary>Writes passages as the value of a variable: each below a line with its number and a mark, so that a text cannot begin a passage.</summary>
internal static class NumberedPassages
{
    // A model that is given a book reads it badly and dearly. What is cut off keeps its number.
    private const int LongestPassage = 8_000;
    private const int LongestSheet = 48_000;

    /// <summary>Returns the passages with the numbers 1 to n.</summary>
    /// <param name="passages">In the order of the numbers.</param>
    /// <param name="random">Draws the mark.</param>
    public static string Write(IReadOnlyList<Passage> passages, Random random)
    {
        var mark = Mark(passages, random);
        var written = new StringBuilder();
        for (var number = 1; number <= passages.Count; number++)
        {
            written.Append(written.Length == 0 ? string.Empty : "\n\n").Append(CultureInfo.InvariantCulture, $"passage {number} of {passages.Count}, mark {mark}: ");
            Add(written, passages[number - 1].Chunk, LongestPassage);
        }

        return written.ToString();
    }

    /// <summary>Returns a passage that came later, between two lines with a mark of its own.</summary>
    /// <param name="passage">The passage. It is written as a whole.</param>
    /// <param name="number">Its number.</param>
    /// <param name="random">Draws the mark.</param>
    public static string WriteOne(Passage passage, int number, Random random)
    {
        var mark = Mark([passage], random);
        var written = new StringBuilder().Append(CultureInfo.InvariantCulture, $"passage {number}, mark {mark}: ");
        Add(written, passage.Chunk, passage.Chunk.End);
        return written.Append(CultureInfo.InvariantCulture, $"\nend of passage {number}, mark {mark}").ToString();
    }

    private static void Add(StringBuilder written, Chunk chunk, int longest)
    {
        written.AppendJoin(" > ", Headings(chunk).Select(OneLine));
        if (chunk.Document.Effective is { } effective)
        {
            written.Append(CultureInfo.InvariantCulture, $", effective {effective:yyyy-MM-dd}");
        }

        if (chunk.Document.IsSuperseded)
        {
            written.Append(", superseded");
        }

        var room = Math.Clamp(LongestSheet - written.Length, 0, longest);
        written.Append('\n').Append(chunk.Document.Text.AsSpan(chunk.Start, Math.Min(chunk.End - chunk.Start, room)).Trim());
    }

    private static IEnumerable<string> Headings(Chunk chunk) => chunk.Place is { } place
        ? [chunk.Document.Title, .. chunk.HeadingPath, place.Label]
        : [chunk.Document.Title, .. chunk.HeadingPath];

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Mark(IReadOnlyList<Passage> passages, Random random)
    {
        string mark;
        do
        {
            mark = random.NextInt64().ToString("x16", CultureInfo.InvariantCulture);
        }
        while (passages.Any(passage => Headings(passage.Chunk).Append(passage.Chunk.Text).Any(text => text.Contains(mark, StringComparison.OrdinalIgnoreCase))));

        return mark;
    }
}
