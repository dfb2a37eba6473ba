namespace ChatOpsBot.TestKit.Teams.Connector;

/// <summary>How one call of the fake Connector goes wrong.</summary>
/// <param name="Kind">What the caller sees.</param>
/// <param name="Effect">Whether the call does its work first.</param>
/// <param name="Status">The status, for <see cref="TeamsFaultKind.Status"/>.</param>
/// <param name="Code">The error code in the body; null: the body is no JSON.</param>
/// <param name="RetryAfter">The seconds of <c>Retry-After</c>; null: the header is missing.</param>
public sealed record TeamsFault(TeamsFaultKind Kind, TeamsEffect Effect, int Status = 0, string? Code = null, int? RetryAfter = null)
{
    /// <summary>Gets a call that goes well before one that does not.</summary>
    public static TeamsFault None { get; } = new(TeamsFaultKind.None, TeamsEffect.Done);

    public static TeamsFault Answer(int status, string? code = null, TeamsEffect effect = TeamsEffect.None, int? retryAfter = null)
        => new(TeamsFaultKind.Status, effect, status, code, retryAfter);

    public static TeamsFault RateLimited(int? retryAfter) => Answer(429, "TooManyRequests", retryAfter: retryAfter);

    public static TeamsFault Hang(TeamsEffect effect) => new(TeamsFaultKind.Hang, effect);

    public static TeamsFault Cut(TeamsEffect effect) => new(TeamsFaultKind.Cut, effect);
}

/// <summary>Whether a call that goes wrong did its work.</summary>
public enum TeamsEffect
{
    /// <summary>Nothing was done.</summary>
    None,

    /// <summary>It was done; only the answer is lost.</summary>
    Done,
}

/// <summary>What the caller of a failing call sees.</summary>
public enum TeamsFaultKind
{
    /// <summary>Everything is well.</summary>
    None,

    /// <summary>An HTTP status.</summary>
    Status,

    /// <summary>Nothing, ever.</summary>
    Hang,

    /// <summary>The end of the connection.</summary>
    Cut,
}
