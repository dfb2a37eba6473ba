namespace ChatOpsBot.RagCore.Answering.Caching;

/// <summary>
/// Keeps what models wrote, so that the same question over the same passages is not paid for twice. Never the only copy of anything; what cannot be
/// reached now is as good as not kept. What comes back is believed no more than a model: its quotes are verified again.
/// </summary>
internal interface IAnswerCache
{
    /// <summary>Returns what is kept under a key, or null.</summary>
    Task<CachedDraft?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>Keeps a draft for as long as the options say.</summary>
    Task PutAsync(string key, CachedDraft draft, CancellationToken cancellationToken);
}

/// <summary>A model's statements that held.</summary>
/// <param name="Statements">The statements, in order.</param>
/// <param name="Cost">What they were paid with, in the currency of the price table.</param>
internal sealed record CachedDraft(IReadOnlyList<CachedStatement> Statements, decimal Cost);

/// <summary>One statement with its quotes.</summary>
/// <param name="Text">The text.</param>
/// <param name="Quotes">The quotes, each with the passage it was found in.</param>
internal sealed record CachedStatement(string Text, IReadOnlyList<CachedQuote> Quotes);

/// <summary>A quote and its passage, by what the passage is rather than by its number.</summary>
/// <param name="Document">The document's id.</param>
/// <param name="Version">The version of the document.</param>
/// <param name="Start">First character of the passage.</param>
/// <param name="End">First character after it.</param>
/// <param name="Text">The words.</param>
internal sealed record CachedQuote(string Document, string Version, int Start, int End, string Text);
