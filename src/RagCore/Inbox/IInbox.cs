using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Inbox;

/// <summary>
/// Accepts every message once and gives it to one worker at a time until it has ended. A turn goes received → leased → answered
/// → delivering → delivered or dead; each step is durable when its task completes.
/// </summary>
/// <remarks>
/// Every member throws <see cref="StoreUnavailableException"/> when the store cannot take or give data now; nothing has changed
/// then. Members that take a <see cref="TurnLease"/> throw <see cref="LeaseLostException"/> when another worker holds the turn.
/// </remarks>
public interface IInbox
{
    /// <summary>
    /// Stores a message unless one of its dedupe keys was claimed within the last 48 hours (S-13). When the task completes, the
    /// message survives a power loss.
    /// </summary>
    ValueTask<AcceptResult> AcceptAsync(InboundMessage message, CancellationToken cancellationToken);

    /// <summary>Waits for the next turn that is due and whose thread no other turn is running in, oldest first, and leases it.</summary>
    Task<LeasedTurn> LeaseAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Makes sure that the turn is still this worker's, before something is done outside that no later write could undo. What was held for long enough to be
    /// in doubt, such as by a process that stood still, is asked of the store.
    /// </summary>
    Task ConfirmAsync(TurnLease lease, CancellationToken cancellationToken);

    /// <summary>Stores the id of the placeholder, or of the answer that was posted without one.</summary>
    Task RecordReceiptAsync(TurnLease lease, DeliveryReceipt receipt, CancellationToken cancellationToken);

    /// <summary>Stores what will be said. From here on the turn is only delivered, never answered again .</summary>
    /// <exception cref="InvalidOperationException">The turn has an answer already.</exception>
    Task RecordAnswerAsync(TurnLease lease, StoredAnswer answer, CancellationToken cancellationToken);

    /// <summary>Ends the turn: what was stored has been delivered.</summary>
    Task CompleteAsync(TurnLease lease, CancellationToken cancellationToken);

    /// <summary>Gives the turn back, to be leased again after <paramref name="delay"/>. The attempt counts.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="delay">How long to wait; zero or more.</param>
    /// <param name="cause">A stable key of what went wrong, never message text.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    Task RetryAsync(TurnLease lease, TimeSpan delay, string cause, CancellationToken cancellationToken);

    /// <summary>Gives the turn back as if it had not been leased, to be leased again after <paramref name="delay"/>; the attempt does not count. Only for an attempt that had no effect outside.</summary>
    Task ReleaseAsync(TurnLease lease, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>Ends the turn as dead. The person has been told, or cannot be.</summary>
    Task DeadLetterAsync(TurnLease lease, string cause, CancellationToken cancellationToken);

    /// <summary>Replaces the text of a message whose turn has not started. Says whether it did.</summary>
    Task<bool> TryEditAsync(InboundEdit edit, CancellationToken cancellationToken);

    /// <summary>Cancels the turn of a message that has not started. Says whether it did.</summary>
    Task<bool> TryCancelAsync(InboundRemoval removal, CancellationToken cancellationToken);

    /// <summary>Gets how much is waiting, for metrics and readiness.</summary>
    InboxStatistics Statistics { get; }
}

/// <summary>What became of a delivery at the door.</summary>
public enum AcceptResult
{
    /// <summary>Stored; its turn will run.</summary>
    Accepted,

    /// <summary>Seen before; nothing was stored.</summary>
    Duplicate,

    /// <summary>The inbox holds as many unfinished turns as it may; nothing was stored.</summary>
    Full,
}

/// <summary>The right to work on a turn.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="FencingToken">Larger for every lease of the turn; a write with an older one is refused.</param>
public readonly record struct TurnLease(string TurnId, long FencingToken);

/// <summary>A turn in a worker's hands.</summary>
/// <param name="Lease">The right to work on it.</param>
/// <param name="Message">What was said.</param>
/// <param name="Attempt">1 for the first attempt. Attempts that a crash ended count.</param>
/// <param name="Receipt">What an earlier attempt posted, when that is known.</param>
/// <param name="Answer">What an earlier attempt decided to say. When present, only delivery is left.</param>
public sealed record LeasedTurn(TurnLease Lease, InboundMessage Message, int Attempt, DeliveryReceipt? Receipt, StoredAnswer? Answer)
{
    /// <summary>Gets a value indicating whether something may have been posted whose receipt is not known: the platform is asked before anything is posted.</summary>
    public bool MayHavePosted { get; init; } = Attempt > 1;

    /// <summary>Gets a token that ends the work when the lease is lost while it is done. Never set where leases do not run out.</summary>
    public CancellationToken Lost { get; init; }
}

/// <summary>What will be said, with what an operator and an evaluation need to know about how it came about.</summary>
/// <param name="Reply">The reply.</param>
/// <param name="Question">The question as it was understood, made whole from the thread; empty where none was asked.</param>
/// <param name="AnsweredAt">When it was decided.</param>
/// <param name="Timings">Milliseconds per step, by the step's stable name.</param>
/// <param name="Versions">What produced it: index, prompt, model, each by name.</param>
/// <param name="FailureCause">Why the turn failed, when the reply is an apology.</param>
public sealed record StoredAnswer(
    Reply Reply,
    string Question,
    DateTimeOffset AnsweredAt,
    IReadOnlyDictionary<string, double> Timings,
    IReadOnlyDictionary<string, string> Versions,
    string? FailureCause)
{
    /// <summary>Gets what models were paid for it; empty for answers stored before this was kept.</summary>
    public IReadOnlyList<ModelCharge> Charges { get; init; } = [];

    /// <summary>Gets who is charged for it; null where no question was answered. Usage is recorded in the same step as the answer, once per turn.</summary>
    public AnswerAccount? Account { get; init; }
}

/// <summary>How much is waiting.</summary>
/// <param name="Waiting">Turns that no worker has.</param>
/// <param name="Leased">Turns that a worker has.</param>
/// <param name="OldestReceivedAt">Arrival of the oldest unfinished turn.</param>
public readonly record struct InboxStatistics(int Waiting, int Leased, DateTimeOffset? OldestReceivedAt)
{
    /// <summary>Gets why a message could not be stored now, for an operator; null when it could.</summary>
    public string? Obstacle { get; init; }

    /// <summary>Gets what is missing while a message could be stored all the same, for an operator; null when nothing is.</summary>
    public string? Degradation { get; init; }
}

/// <summary>Another worker holds the turn; whatever this one was doing with it must have no effect.</summary>
public sealed class LeaseLostException(string turnId) : Exception($"The lease on turn {turnId} is held by another worker or has ended.");
