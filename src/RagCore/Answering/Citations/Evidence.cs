using ChatOpsBot.RagCore.Answering.Sentences;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Answering.Citations;

/// <summary>
/// What a statement may say on the strength of its quotes. Numbers and denials must stand in the quotes themselves or in what is
/// written above them (title, headings, head of the table); names may stand anywhere in the passage.
/// </summary>
internal sealed class Evidence
{
    private readonly string _quoted;
    private readonly string _above;
    private readonly HashSet<string> _names;

    private Evidence(string quoted, string above, HashSet<string> names)
    {
        _quoted = quoted;
        _above = above;
        _names = names;
    }

    public static Evidence Of(IReadOnlyList<LocatedQuote> quotes)
    {
        var quoted = string.Join('\n', quotes.Select(quote => Plain(quote.Chunk.Document, quote.Start, quote.End)));
        var above = string.Join('\n', quotes.Select(Above));
        var around = quotes.Select(quote => Plain(quote.Chunk.Document, quote.Chunk.Start, quote.Chunk.End)).Append(above);
        var names = around.SelectMany(text => TextAnalyzer.Analyze(text)).Select(token => token.Term);
        return new Evidence(quoted, above, names.ToHashSet(StringComparer.Ordinal));
    }

    public bool Supports(string statement)
        => HasNumbers(statement) && StatedNames.In(statement).All(_names.Contains) && Negation.Agrees(statement, _quoted);

    private bool HasNumbers(string statement)
    {
        var folded = FoldedText.Fold($"{_quoted}\n{_above}");
        var known = StatedNumbers.In(folded);
        return StatedNumbers.In(FoldedText.Fold(WithoutListMarks(statement))).All(number => known.Contains(number) || IsSplit(number, known, folded));
    }

    // The numbers of steps are the list's, not a fact.
    private static string WithoutListMarks(string statement)
        => string.Join('\n', statement.Split('\n').Select(line => line[LineMarks.ListMarkLength(line)..]));

    // "€45" may be written as "45" in a column that is headed "€"; another currency may not.
    private static bool IsSplit(string number, HashSet<string> known, string folded)
        => StatedNumbers.IsCurrency(number[0])
            ? known.Contains(number[1..]) && folded.Contains(number[0], StringComparison.Ordinal)
            : known.Any(other => StatedNumbers.IsCurrency(other[0]) && other.AsSpan(1).SequenceEqual(number));

    private static string Above(LocatedQuote quote)
    {
        var document = quote.Chunk.Document;
        var head = TableRow.FindHead(document.Text, document.Text.LastIndexOf('\n', Math.Max(0, quote.Start - 1)) + 1);
        var labels = head is var (start, end) ? Plain(document, start, end) : string.Empty;
        return string.Join('\n', [document.Title, .. quote.Chunk.HeadingPath, labels]);
    }

    private static string Plain(Document document, int start, int end)
        => string.Join('\n', document.Text[start..end].Split('\n').Select(line => VisibleText.Plain(line, document.Format)));
}

/// <summary>A quote that was found.</summary>
/// <param name="Chunk">The passage it stands in.</param>
/// <param name="Start">First character in the document's text.</param>
/// <param name="End">First character after it.</param>
internal readonly record struct LocatedQuote(Chunk Chunk, int Start, int End);
