using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Usage;

/// <summary>Counts turns in the last minute, by everything a turn is counted by at once.</summary>
public interface IRateLimiter
{
    /// <summary>
    /// Counts a turn when no limit is reached. A turn that is refused is counted nowhere, so that one busy person does not use up what the organisation may
    /// ask. A turn that was counted is not counted again and not refused, however often it is tried within ten minutes.
    /// </summary>
    Task<RateDecision> TryTakeAsync(RateRequest request, CancellationToken cancellationToken);
}

/// <summary>A turn that wants to be counted.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="Tenant">Its organisation.</param>
/// <param name="Limits">What it is counted by, the narrowest first; at least one.</param>
public sealed record RateRequest(string TurnId, TenantId Tenant, IReadOnlyList<RateLimit> Limits);

/// <summary>One limit.</summary>
/// <param name="Scope">What kind it is.</param>
/// <param name="Key">Who or where; turns with one scope and key share the limit.</param>
/// <param name="PerMinute">How many turns in any minute, at least one.</param>
public readonly record struct RateLimit(RateScope Scope, string Key, int PerMinute);

/// <summary>What turns are counted by.</summary>
public enum RateScope
{
    /// <summary>Those of one person.</summary>
    User,

    /// <summary>Those in one conversation.</summary>
    Conversation,

    /// <summary>Those of one organisation.</summary>
    Tenant,
}

/// <summary>Whether a turn may go on.</summary>
/// <param name="Exceeded">The limit that is reached for the longest time; null when the turn may go on.</param>
/// <param name="RetryAfter">When a turn may go on again, if nobody else asks before.</param>
public readonly record struct RateDecision(RateScope? Exceeded, TimeSpan RetryAfter)
{
    /// <summary>Gets the decision that a turn may go on.</summary>
    public static RateDecision Allowed => default;
}
