namespace ChatOpsBot.RagCore.Knowledge.Dense;

/// <summary>Vectors could not be had. Says nothing of the texts, nor of what the provider wrote.</summary>
public sealed class EmbeddingException(EmbeddingFault fault, string message) : Exception(message)
{
    /// <summary>Gets what kind of fault it is.</summary>
    public EmbeddingFault Fault { get; } = fault;

    /// <summary>Gets how long the provider asks to be left alone, when it says so.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>Why vectors could not be had.</summary>
public enum EmbeddingFault
{
    /// <summary>No connection, or it was lost.</summary>
    Unreachable,

    /// <summary>The provider failed.</summary>
    ProviderFailed,

    /// <summary>The provider asks for fewer calls.</summary>
    RateLimited,

    /// <summary>No answer within the time.</summary>
    TimedOut,

    /// <summary>The provider takes other texts, but not these.</summary>
    Refused,

    /// <summary>The key, the address or the model is wrong.</summary>
    Misconfigured,

    /// <summary>The answer is not what was asked for.</summary>
    Invalid,

    /// <summary>The tokens of the day are spent.</summary>
    OverBudget,
}
