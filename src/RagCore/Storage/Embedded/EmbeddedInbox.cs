using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Storage.Embedded;

/// <summary>
/// The inbox on the log of one process. A token ends a wait before something is written; what is on its way to the disk is awaited,
/// since it can no longer be called back.
/// </summary>
internal sealed class EmbeddedInbox(EmbeddedStore store, TimeProvider time, ILogger<EmbeddedInbox> logger) : IInbox, IDisposable
{
    private readonly MessageDoor _door = new(store);
    private readonly MessageChanges _changes = new(store);
    private readonly LeaseDesk _desk = new(store, time, logger);

    public InboxStatistics Statistics
    {
        get
        {
            lock (store.State.Gate)
            {
                var leased = store.State.Queue.LeasedCount;
                DateTimeOffset? oldest = store.State.Turns.Oldest is { } turn ? new DateTimeOffset(turn.Entry.ReceivedAt, TimeSpan.Zero) : null;
                return new InboxStatistics(store.State.Turns.PendingCount - leased, leased, oldest) { Obstacle = store.Obstacle };
            }
        }
    }

    public ValueTask<AcceptResult> AcceptAsync(InboundMessage message, CancellationToken cancellationToken)
        => _door.AcceptAsync(message, cancellationToken);

    public Task<LeasedTurn> LeaseAsync(CancellationToken cancellationToken) => _desk.LeaseAsync(cancellationToken);

    public Task ConfirmAsync(TurnLease lease, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _desk.Confirm(lease);
        return Task.CompletedTask;
    }

    public Task RecordReceiptAsync(TurnLease lease, DeliveryReceipt receipt, CancellationToken cancellationToken)
        => Unless(cancellationToken) ?? _desk.RecordReceiptAsync(lease, receipt);

    public Task RecordAnswerAsync(TurnLease lease, StoredAnswer answer, CancellationToken cancellationToken)
        => Unless(cancellationToken) ?? _desk.RecordAnswerAsync(lease, answer);

    public Task CompleteAsync(TurnLease lease, CancellationToken cancellationToken)
        => Unless(cancellationToken) ?? _desk.CompleteAsync(lease);

    public Task RetryAsync(TurnLease lease, TimeSpan delay, string cause, CancellationToken cancellationToken)
        => Unless(cancellationToken) ?? _desk.RetryAsync(lease, delay, cause);

    public Task ReleaseAsync(TurnLease lease, TimeSpan delay, CancellationToken cancellationToken)
        => Unless(cancellationToken) ?? _desk.ReleaseAsync(lease, delay);

    public Task DeadLetterAsync(TurnLease lease, string cause, CancellationToken cancellationToken)
        => Unless(cancellationToken) ?? _desk.DeadLetterAsync(lease, cause);

    public Task<bool> TryEditAsync(InboundEdit edit, CancellationToken cancellationToken) => _changes.TryEditAsync(edit, cancellationToken);

    public Task<bool> TryCancelAsync(InboundRemoval removal, CancellationToken cancellationToken)
        => _changes.TryCancelAsync(removal, cancellationToken);

    public void Dispose() => _changes.Dispose();

    private static Task? Unless(CancellationToken cancellationToken)
        => cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : null;
}
