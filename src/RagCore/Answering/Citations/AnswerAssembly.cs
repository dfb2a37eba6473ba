using ChatOpsBot.RagCore.Answering.Generation;
using ChatOpsBot.RagCore.Answering.Sentences;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Answering.Citations;

/// <summary>Builds an answer statement by statement out of what its quotes bear out. What was added stays: it may have been shown.</summary>
internal sealed class AnswerAssembly(IReadOnlyList<Passage> passages)
{
    // A card that says more than this is no answer; a generator that drafts more is not trusted to know which matter.
    private const int MostStatements = 20;
    private const int MostQuotesPerStatement = 4;
    private const int LongestStatement = 2_000;

    private IReadOnlyList<Passage> _passages = passages;
    private QuoteFinder?[] _finders = new QuoteFinder?[passages.Count];
    private readonly CitationLedger _ledger = new();
    private readonly List<AnswerStatement> _kept = [];
    private int _offered;
    private int _dropped;
    private int _citedBefore;

    public IReadOnlyList<AnswerStatement> Statements => _kept;

    public IReadOnlyList<Citation> Citations => _ledger.Citations;

    /// <summary>Gets the passages that statements may lean on, in the order of their numbers.</summary>
    public IReadOnlyList<Passage> Passages => _passages;

    /// <summary>Takes a passage that was found while the answer was written, and returns its number.</summary>
    public int Append(Passage passage)
    {
        _passages = [.. _passages, passage];
        Array.Resize(ref _finders, _passages.Count);
        return _passages.Count;
    }

    /// <summary>Adds a statement when it holds; says whether it did.</summary>
    public bool Add(DraftStatement statement)
    {
        if (_offered++ >= MostStatements || Check(statement) is not { Quotes: var quotes, Text: var text } || _kept.Any(other => other.Text == text))
        {
            _dropped++;
            return false;
        }

        if (quotes.Select(_ledger.Find).All(known => known > 0 && known <= _citedBefore))
        {
            return false;
        }

        _kept.Add(new AnswerStatement(text, [.. quotes.Select(_ledger.NumberOf).Distinct()]));
        return true;
    }

    /// <summary>Another draft of the same answer begins: what only says again, in other words, what stands already is left out.</summary>
    public void Restart()
    {
        _citedBefore = _ledger.Citations.Count;
        _offered = _kept.Count;
    }

    public VerifiedAnswer Complete() => new([.. _kept], [.. _ledger.Citations], _dropped);

    private Supported? Check(DraftStatement statement)
    {
        var text = DisplayText.Visible(InvisibleCharacters.Remove(statement.Text)).Trim();
        if (text.Length is 0 or > LongestStatement)
        {
            return null;
        }

        var quotes = new List<LocatedQuote>();
        foreach (var quote in statement.Quotes.Take(MostQuotesPerStatement))
        {
            if (Locate(quote) is { } located)
            {
                quotes.Add(located);
            }
        }

        return quotes.Count > 0 && ActiveText.IsQuoted(text, quotes) && Evidence.Of(quotes).Supports(text) ? new Supported(text, quotes) : null;
    }

    private LocatedQuote? Locate(DraftQuote quote)
    {
        var index = quote.Passage - 1;
        if (index < 0 || index >= _passages.Count)
        {
            return null;
        }

        var chunk = _passages[index].Chunk;
        var finder = _finders[index] ??= new QuoteFinder(chunk);
        return finder.Find(quote.Text) is var (start, end) ? new LocatedQuote(chunk, start, end) : null;
    }

    private sealed record Supported(string Text, IReadOnlyList<LocatedQuote> Quotes);
}
