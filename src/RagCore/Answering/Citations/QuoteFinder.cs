using ChatOpsBot.RagCore.Answering.Sentences;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Answering.Citations;

/// <summary>Finds quotes in one passage.</summary>
internal sealed class QuoteFinder(Chunk chunk)
{
    // Shorter "quotes" stand everywhere and prove nothing.
    private const int FewestCharacters = 3;
    private const int LongestQuote = 4_000;
    private static readonly char[] Wrapping = [' ', '"', '\'', '.'];

    private readonly FoldedText _passage = FoldedText.Of(
        VisibleText.OfPassage(chunk.Document.Text, chunk.Start, chunk.End, chunk.Document.Format));

    /// <summary>Returns the span in the document's text where the quote stands word for word, or null.</summary>
    public (int Start, int End)? Find(string quote)
    {
        if (quote.Length > LongestQuote)
        {
            return null;
        }

        var wanted = FoldedText.Of(VisibleText.OfPassage(quote, 0, quote.Length, chunk.Document.Format)).Text;
        return (Locate(wanted.Trim()) ?? Locate(wanted.Trim(Wrapping))) is var (start, end) ? WithMarks(quote.AsSpan().Trim(), start, end) : null;
    }

    // A row that was quoted with the borders of its cells, or a step with its number, is shown with them.
    private (int Start, int End) WithMarks(ReadOnlySpan<char> quote, int start, int end)
    {
        // An accent that follows the last letter may stand behind the passage.
        var text = chunk.Document.Text.AsSpan(0, Math.Max(chunk.End, end));
        var before = text[chunk.Start..start].TrimEnd(' ');
        var after = text[end..].TrimStart(' ');
        return (
            quote[0] == '|' && before is [.., '|'] ? chunk.Start + before.Length - 1 : LineMarks.ListMarkLength(quote) > 0 ? WithListMark(start) : start,
            quote[^1] == '|' && after is ['|', ..] ? text.Length - after.Length + 1 : end);
    }

    private int WithListMark(int start)
    {
        var text = chunk.Document.Text.AsSpan(0, chunk.End);
        var line = Math.Max(chunk.Start, text[..start].LastIndexOf('\n') + 1);
        var mark = line + text[line..start].IndexOfAnyExcept(' ', '\t');
        return mark >= line && mark + LineMarks.ListMarkLength(text[mark..]) == start ? mark : start;
    }

    private (int Start, int End)? Locate(string wanted)
    {
        if (wanted.Count(char.IsLetterOrDigit) < FewestCharacters)
        {
            return null;
        }

        var text = _passage.Text;
        for (var from = text.IndexOf(wanted, StringComparison.Ordinal); from >= 0; from = text.IndexOf(wanted, from + 1, StringComparison.Ordinal))
        {
            var to = from + wanted.Length;
            if (WordEdges.IsEdge(text, from) && WordEdges.IsEdge(text, to))
            {
                return _passage.SpanOf(chunk.Document.Text, from, to);
            }
        }

        return null;
    }
}
