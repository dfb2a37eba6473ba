using ChatOpsBot.RagCore.Answering.Citations.Claims;
using ChatOpsBot.RagCore.Answering.Sentences;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Answering.Citations;

/// <summary>
/// What a statement may say on the strength of its quotes: what the sentences say that the quotes stand in, read with what is written above
/// them (title, headings, head of the table). A quote that stops before "unless" is read on to the end of its sentence.
/// </summary>
internal sealed class Evidence
{
    // Fewer words of a sentence stand everywhere and prove nothing.
    private const int FewestWords = 3;
    private const int FewestIdeographs = 5;
    private const int SentencesBefore = 2;

    private readonly List<QuotedSentence> _sentences = [];
    private readonly TextLanguage _language;

    private Evidence(TextLanguage language) => _language = language;

    public static Evidence Of(IReadOnlyList<LocatedQuote> quotes)
    {
        var evidence = new Evidence(LanguageOf(quotes[0].Chunk) ?? TextLanguage.English);
        foreach (var quote in quotes)
        {
            evidence.Add(quote);
        }

        return evidence;
    }

    /// <summary>Says whether the quotes bear the statement out.</summary>
    public bool Supports(string statement)
    {
        if (_sentences.Count == 0)
        {
            return false;
        }

        return IsRepeated(statement)
            || (LanguageDetector.Detect(statement) is { } other && other != _language
                ? Translation.Holds(Statement.Read(statement, other), _sentences)
                : Support.Holds(Statement.Read(statement, _language), _sentences));
    }

    private static TextLanguage? LanguageOf(Chunk chunk) => LanguageDetector.OfTag(chunk.Document.Language) ?? LanguageDetector.Detect(chunk.Text);

    private void Add(LocatedQuote quote)
    {
        var document = quote.Chunk.Document;
        var sentences = SentenceReader.Read(document, quote.Chunk.Start, quote.Chunk.End);
        var above = Reading.Of(Above(quote), _language);
        var found = new List<QuotedSentence>();
        for (var index = 0; index < sentences.Count; index++)
        {
            if (sentences[index].Start < quote.End && quote.Start < sentences[index].End)
            {
                found.Add(Read(quote, sentences, index, above));
            }
        }

        if (found.Exists(sentence => sentence.IsWhole) || IsLong(document.Text[quote.Start..quote.End]))
        {
            _sentences.AddRange(found);
        }
    }

    private QuotedSentence Read(LocatedQuote quote, IReadOnlyList<Sentence> sentences, int index, Reading above)
    {
        var (document, sentence) = (quote.Chunk.Document, sentences[index]);
        var said = Reading.Of(sentence.Text, _language);
        var (start, end) = (Math.Max(quote.Start, sentence.Start), Math.Min(quote.End, sentence.End));
        var isWhole = IsRest(document.Text.AsSpan(sentence.Start, start - sentence.Start)) && IsRest(document.Text.AsSpan(end, sentence.End - end));
        var quoted = isWhole ? said : Reading.Of(Plain(document, start, end), _language);
        var isRow = sentence.Block.Kind is BlockKind.TableRow;
        var before = (isRow ? LeadIn(sentences, index) : Earlier(sentences, index))
            .SelectMany(other => Reading.Of(other.Text, _language).Terms)
            .Select(term => term.Term)
            .ToHashSet(StringComparer.Ordinal);
        return new QuotedSentence(sentence.Text, said, quoted, above, before, isWhole) { IsRow = isRow };
    }

    private static IEnumerable<Sentence> Earlier(IReadOnlyList<Sentence> sentences, int index)
        => Enumerable.Range(Math.Max(0, index - SentencesBefore), Math.Min(index, SentencesBefore))
            .Select(other => sentences[other])
            .Where(other => other.Block.Section == sentences[index].Block.Section);

    // "Full-time employees receive the following leave" says of whom every row below it speaks.
    private static IEnumerable<Sentence> LeadIn(IReadOnlyList<Sentence> sentences, int index)
    {
        var row = sentences[index].Block;
        var before = sentences.Take(index).LastOrDefault(other => other.Block.Group != row.Group);
        return before is { Block: { Kind: BlockKind.Paragraph, Section: var section } } && section == row.Section ? [before] : [];
    }

    private static bool IsRest(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (char.IsLetterOrDigit(character))
            {
                return LineMarks.ListMarkLength(text) == text.Length;
            }
        }

        return true;
    }

    private static bool IsLong(string quoted)
    {
        var words = WordReader.Read(quoted).Where(word => word.Kind is WordKind.Letters or WordKind.Number).ToList();
        return words.Count >= FewestWords || words.Sum(word => word.Text.Count(character => character > '\u3000')) >= FewestIdeographs;
    }

    // A statement that is nothing but whole sentences of the quotes says nothing of its own.
    private bool IsRepeated(string statement)
    {
        var whole = _sentences.Where(sentence => sentence.IsWhole).Select(sentence => FoldedText.Fold(sentence.Text)).Where(text => text.Length > 0).OrderByDescending(text => text.Length).ToList();
        var said = FoldedText.Fold(WithoutListMarks(statement));
        for (var at = 0; at < said.Length;)
        {
            if (whole.Find(text => string.CompareOrdinal(said, at, text, 0, text.Length) == 0) is not { } next)
            {
                return false;
            }

            at += next.Length;
            at += at < said.Length && said[at] == ' ' ? 1 : 0;
        }

        return said.Length > 0;
    }

    private static string WithoutListMarks(string statement)
        => string.Join('\n', statement.Split('\n').Select(line => line[LineMarks.ListMarkLength(line)..]));

    private static string Above(LocatedQuote quote)
    {
        var document = quote.Chunk.Document;
        var head = TableRow.FindHead(document.Text, document.Text.LastIndexOf('\n', Math.Max(0, quote.Start - 1)) + 1);
        var labels = head is var (start, end) ? Plain(document, start, end) : string.Empty;
        return string.Join(" · ", [document.Title, .. quote.Chunk.HeadingPath, labels]);
    }

    private static string Plain(Document document, int start, int end)
        => string.Join('\n', document.Text[start..end].Split('\n').Select(line => VisibleText.Plain(line, document.Format)));
}

/// <summary>A quote that was found.</summary>
/// <param name="Chunk">The passage it stands in.</param>
/// <param name="Start">First character in the document's text.</param>
/// <param name="End">First character after it.</param>
internal readonly record struct LocatedQuote(Chunk Chunk, int Start, int End);
