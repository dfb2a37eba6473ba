using ChatOpsBot.RagCore.Answering.Generation;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Answering.Caching;

/// <summary>Says a kept draft again over the passages that are found now.</summary>
internal static class Replay
{
    /// <summary>Returns the statements with the passages' numbers of now; null when one of the passages they lean on is not among them in the same version.</summary>
    public static IReadOnlyList<DraftStatement>? Of(CachedDraft draft, IReadOnlyList<Passage> passages)
    {
        var statements = new List<DraftStatement>();
        foreach (var statement in draft.Statements)
        {
            var quotes = statement.Quotes.Select(quote => new DraftQuote(NumberOf(quote, passages), quote.Text)).ToList();
            if (quotes.Exists(quote => quote.Passage == 0))
            {
                return null;
            }

            statements.Add(new DraftStatement(statement.Text, quotes));
        }

        return statements;
    }

    private static int NumberOf(CachedQuote quote, IReadOnlyList<Passage> passages)
    {
        for (var index = 0; index < passages.Count; index++)
        {
            var chunk = passages[index].Chunk;
            if (chunk.Document.Id == quote.Document && chunk.Document.Version == quote.Version && chunk.Start == quote.Start && chunk.End == quote.End)
            {
                return index + 1;
            }
        }

        return 0;
    }
}
