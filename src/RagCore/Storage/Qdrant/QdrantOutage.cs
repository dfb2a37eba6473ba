namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>One try ended without a usable answer.</summary>
/// <param name="result">How, as metrics tell it: <c>busy</c>, <c>failed</c>, <c>unreachable</c>, <c>unreadable</c> or <c>timeout</c>.</param>
/// <param name="message">What is told.</param>
/// <param name="innerException">What was thrown.</param>
internal sealed class QdrantOutage(string result, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public const string Unreadable = "unreadable";

    /// <summary>Gets how it ended.</summary>
    public string Result { get; } = result;

    /// <summary>Gets how long the server asks to be left alone, when it says so.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
