namespace ChatOpsBot.RagCore.Models.Reranking;

/// <summary>No order could be had. Says nothing of the passages, nor of what the service wrote.</summary>
internal sealed class RerankException(bool mayGoBetter, string message) : Exception(message)
{
    /// <summary>Gets a value indicating whether the next try may go better.</summary>
    public bool MayGoBetter { get; } = mayGoBetter;

    /// <summary>Gets how long the service asks to be left alone, when it says so.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
