namespace ChatOpsBot.TestKit.Slack;

/// <summary>How one call of the fake Web API goes wrong.</summary>
/// <param name="Kind">What the caller sees.</param>
/// <param name="Effect">Whether the call does its work first.</param>
/// <param name="Error">The error code, for <see cref="SlackFaultKind.Error"/>.</param>
/// <param name="Number">The status or the seconds of <c>Retry-After</c>; null: the header is missing.</param>
public sealed record SlackFault(SlackFaultKind Kind, SlackEffect Effect, string? Error = null, int? Number = null)
{
    public static SlackFault RateLimited(int? retryAfter) => new(SlackFaultKind.RateLimited, SlackEffect.None, Number: retryAfter);

    public static SlackFault Answer(string error, SlackEffect effect = SlackEffect.None) => new(SlackFaultKind.Error, effect, error);

    public static SlackFault Http(int status, SlackEffect effect = SlackEffect.None) => new(SlackFaultKind.Status, effect, Number: status);

    public static SlackFault Hang(SlackEffect effect) => new(SlackFaultKind.Hang, effect);

    public static SlackFault Cut(SlackEffect effect) => new(SlackFaultKind.Cut, effect);

    public static SlackFault Html(SlackEffect effect) => new(SlackFaultKind.Html, effect);

    public static SlackFault InvalidJson(SlackEffect effect) => new(SlackFaultKind.InvalidJson, effect);
}

/// <summary>Whether a call that goes wrong did its work.</summary>
public enum SlackEffect
{
    /// <summary>Nothing was done.</summary>
    None,

    /// <summary>It was done; only the reply is lost.</summary>
    Done,
}

/// <summary>What the caller of a failing call sees.</summary>
public enum SlackFaultKind
{
    RateLimited,
    Error,
    Status,
    Hang,
    Cut,
    Html,
    InvalidJson,
}
