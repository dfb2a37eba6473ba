using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Inbox;

/// <summary>The turns that were given up, for an operator. The same data as <see cref="IInbox"/>.</summary>
/// <remarks>Every member throws <see cref="StoreUnavailableException"/> when the store cannot take or give data now; nothing has changed then.</remarks>
public interface IDeadLetters
{
    /// <summary>How long a replayed turn has at least, from the moment it was replayed.</summary>
    static readonly TimeSpan ReplayWindow = TimeSpan.FromMinutes(30);

    /// <summary>Returns the turns that are dead now, the one that died last first, <paramref name="limit"/> at most.</summary>
    Task<IReadOnlyList<DeadLetter>> ListAsync(int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a dead turn due again, as if it had never been tried, but for what it posted: its receipt stays and
    /// <see cref="LeasedTurn.MayHavePosted"/> is set, so that what comes now replaces what stands there. A stored answer stays and is only
    /// delivered; an apology (<see cref="StoredAnswer.FailureCause"/>) is dropped and the turn answered anew. The turn takes the place its
    /// arrival gave it in its thread, behind one that runs there, and its message can no longer be edited or taken back. It is leased with a
    /// deadline of <see cref="ReplayWindow"/> from now, or its own when that is later. Durable when the task completes.
    /// </summary>
    Task<ReplayResult> ReplayAsync(string turnId, CancellationToken cancellationToken);
}

/// <summary>What became of a wish to replay a turn.</summary>
public enum ReplayResult
{
    /// <summary>It was dead and is due again.</summary>
    Replayed,

    /// <summary>It is not dead: it waits, runs, or ended well, or it was replayed already. Nothing was changed.</summary>
    NotDead,

    /// <summary>There is no such turn, or it was kept for long enough and dropped.</summary>
    Unknown,
}

/// <summary>A turn that was given up. Says nothing of what was asked or answered.</summary>
/// <param name="Tenant">Whose it is.</param>
/// <param name="TurnId">The turn.</param>
/// <param name="Channel">Where it was asked.</param>
/// <param name="Cause">A stable key of what went wrong.</param>
/// <param name="DiedAt">When it was given up, for the last time.</param>
/// <param name="Attempts">How often it was tried since it arrived or was last replayed.</param>
/// <param name="HasAnswer">Whether an answer is stored that is no apology, so that a replay only delivers it.</param>
public sealed record DeadLetter(TenantId Tenant, string TurnId, ChannelKind Channel, string Cause, DateTimeOffset DiedAt, int Attempts, bool HasAnswer);
