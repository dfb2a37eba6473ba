namespace ChatOpsBot.RagCore.Models.Chat;

/// <summary>A call of a model went wrong. Says nothing of what was asked or answered, nor of what the provider wrote.</summary>
/// <param name="fault">What kind of fault it is.</param>
/// <param name="message">What happened, for an operator.</param>
internal sealed class ModelCallException(ModelFault fault, string message) : Exception(message)
{
    public ModelFault Fault { get; } = fault;

    /// <summary>Gets how long the provider asks to be left alone, when it says so.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>Why a call of a model went wrong.</summary>
internal enum ModelFault
{
    /// <summary>The model is left alone after faults, or because its provider asked for it: nothing was sent.</summary>
    Resting,

    /// <summary>No connection: nothing was sent.</summary>
    Unreachable,

    /// <summary>The provider asks for fewer calls.</summary>
    RateLimited,

    /// <summary>The provider has too much to do.</summary>
    Overloaded,

    /// <summary>The provider failed.</summary>
    ServerFailed,

    /// <summary>The key was refused.</summary>
    KeyRefused,

    /// <summary>The provider has no such address or model.</summary>
    Misconfigured,

    /// <summary>The provider takes other requests, but not this one.</summary>
    Refused,

    /// <summary>The request is longer than the model reads.</summary>
    TooLong,

    /// <summary>The provider's filter refused the request or the answer.</summary>
    Filtered,

    /// <summary>No token, or not the last one, within the time.</summary>
    TimedOut,

    /// <summary>The answer ended before its end.</summary>
    Cut,

    /// <summary>The answer is not what the protocol says.</summary>
    Invalid,
}

/// <summary>What follows from a kind of fault.</summary>
internal static class ModelFaults
{
    /// <summary>Says whether anything was sent.</summary>
    public static bool HasReached(this ModelFault fault) => fault is not (ModelFault.Resting or ModelFault.Unreachable);

    /// <summary>Says whether the provider refused the call at its door, so that no token was used.</summary>
    public static bool IsRefusal(this ModelFault fault) => fault is ModelFault.RateLimited or ModelFault.Overloaded or ModelFault.ServerFailed
        or ModelFault.KeyRefused or ModelFault.Misconfigured or ModelFault.Refused or ModelFault.TooLong;

    /// <summary>Says whether the next call of the model is likely to go wrong too, whatever it asks.</summary>
    public static bool IsOutage(this ModelFault fault) => fault is ModelFault.Unreachable or ModelFault.Overloaded or ModelFault.ServerFailed
        or ModelFault.KeyRefused or ModelFault.Misconfigured or ModelFault.TimedOut or ModelFault.Cut or ModelFault.Invalid;

    /// <summary>Returns the name a metric has for a kind.</summary>
    public static string Tag(this ModelFault fault) => fault switch
    {
        ModelFault.Resting => "resting",
        ModelFault.Unreachable => "unreachable",
        ModelFault.RateLimited => "rate_limited",
        ModelFault.Overloaded => "overloaded",
        ModelFault.ServerFailed => "server_failed",
        ModelFault.KeyRefused => "key_refused",
        ModelFault.Misconfigured => "misconfigured",
        ModelFault.Refused => "refused",
        ModelFault.TooLong => "too_long",
        ModelFault.Filtered => "filtered",
        ModelFault.TimedOut => "timed_out",
        ModelFault.Cut => "cut",
        _ => "invalid",
    };
}
