using ChatOpsBot.RagCore.Answering.Generation;
using ChatOpsBot.RagCore.Answering.Sentences;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Answering.Citations;

/// <summary>
/// Keeps of a draft what its quotes bear out (P3). Pure code, the same for every generator: a quote must stand word for word in the
/// passage it names, and the numbers, names and denials of the statement must stand in its evidence.
/// </summary>
internal static class CitationVerifier
{
    // A card that says more than this is no answer; a generator that drafts more is not trusted to know which matter.
    private const int MostStatements = 20;
    private const int MostQuotesPerStatement = 4;
    private const int LongestStatement = 2_000;

    public static VerifiedAnswer Verify(AnswerDraft draft, IReadOnlyList<Passage> passages)
    {
        var finders = new QuoteFinder?[passages.Count];
        var ledger = new CitationLedger();
        var kept = new List<AnswerStatement>();
        foreach (var statement in draft.Statements.Take(MostStatements))
        {
            if (Check(statement, passages, finders) is { Quotes: var quotes, Text: var text } && kept.All(other => other.Text != text))
            {
                kept.Add(new AnswerStatement(text, [.. quotes.Select(ledger.NumberOf).Distinct()]));
            }
        }

        return new VerifiedAnswer(kept, ledger.Citations, draft.Statements.Count - kept.Count);
    }

    private static Supported? Check(DraftStatement statement, IReadOnlyList<Passage> passages, QuoteFinder?[] finders)
    {
        var text = InvisibleCharacters.Remove(statement.Text).Trim();
        if (text.Length is 0 or > LongestStatement)
        {
            return null;
        }

        var quotes = new List<LocatedQuote>();
        foreach (var quote in statement.Quotes.Take(MostQuotesPerStatement))
        {
            if (Locate(quote, passages, finders) is { } located)
            {
                quotes.Add(located);
            }
        }

        return quotes.Count > 0 && Evidence.Of(quotes).Supports(text) ? new Supported(text, quotes) : null;
    }

    private static LocatedQuote? Locate(DraftQuote quote, IReadOnlyList<Passage> passages, QuoteFinder?[] finders)
    {
        var index = quote.Passage - 1;
        if (index < 0 || index >= passages.Count)
        {
            return null;
        }

        var chunk = passages[index].Chunk;
        var finder = finders[index] ??= new QuoteFinder(chunk);
        return finder.Find(quote.Text) is var (start, end) ? new LocatedQuote(chunk, start, end) : null;
    }

    private sealed record Supported(string Text, IReadOnlyList<LocatedQuote> Quotes);
}
