using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Serialization;

namespace ChatOpsBot.RagCore.Storage.Postgres;

/// <summary>
/// The inbox that many replicas share. A token ends a wait before something is sent; what is on its way to the database is awaited, since
/// it can no longer be called back.
/// </summary>
internal sealed class PostgresInbox : IInbox
{
    private readonly MessageDoor _door;
    private readonly LeaseDesk _desk;
    private readonly LeaseKeeper _keeper;
    private readonly StepWriter _steps;
    private readonly MessageChanges _changes;
    private readonly InboxGauge _gauge;

    public PostgresInbox(MessageDoor door, LeaseDesk desk, LeaseKeeper keeper, StepWriter steps, MessageChanges changes, InboxGauge gauge)
    {
        (_door, _desk, _keeper, _steps, _changes, _gauge) = (door, desk, keeper, steps, changes, gauge);
        _door.OnAccepted = _desk.Wake;
    }

    public InboxStatistics Statistics => _gauge.Statistics;

    public async ValueTask<AcceptResult> AcceptAsync(InboundMessage message, CancellationToken cancellationToken)
        => await _door.AcceptAsync(message, cancellationToken);

    public Task<LeasedTurn> LeaseAsync(CancellationToken cancellationToken) => _desk.LeaseAsync(cancellationToken);

    public Task ConfirmAsync(TurnLease lease, CancellationToken cancellationToken) => _keeper.ConfirmAsync(lease);

    public Task RecordReceiptAsync(TurnLease lease, DeliveryReceipt receipt, CancellationToken cancellationToken)
        => WriteAsync(new Step(lease, StepKind.Receipt, StoredText.Of(receipt, StoredJson.Default.DeliveryReceipt)), cancellationToken);

    public Task RecordAnswerAsync(TurnLease lease, StoredAnswer answer, CancellationToken cancellationToken)
        => WriteAsync(new Step(lease, StepKind.Answer, StoredText.Of(answer, StoredJson.Default.StoredAnswer), Usage: UsageForm.Of(answer)), cancellationToken);

    public Task CompleteAsync(TurnLease lease, CancellationToken cancellationToken)
        => EndAsync(new Step(lease, StepKind.Delivered), isLast: true, cancellationToken);

    public Task RetryAsync(TurnLease lease, TimeSpan delay, string cause, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return EndAsync(new Step(lease, StepKind.Retry, Cause(cause), delay), isLast: false, cancellationToken);
    }

    public Task ReleaseAsync(TurnLease lease, TimeSpan delay, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return EndAsync(new Step(lease, StepKind.Release, Delay: delay), isLast: false, cancellationToken);
    }

    public Task DeadLetterAsync(TurnLease lease, string cause, CancellationToken cancellationToken)
        => EndAsync(new Step(lease, StepKind.Dead, Cause(cause)), isLast: true, cancellationToken);

    public Task<bool> TryEditAsync(InboundEdit edit, CancellationToken cancellationToken) => _changes.TryEditAsync(edit, cancellationToken);

    public async Task<bool> TryCancelAsync(InboundRemoval removal, CancellationToken cancellationToken)
    {
        var cancelled = await _changes.TryCancelAsync(removal, cancellationToken);
        if (cancelled)
        {
            _gauge.Ended(1);
            _desk.Wake();
        }

        return cancelled;
    }

    private Task WriteAsync(Step step, CancellationToken cancellationToken)
        => cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : _steps.WriteAsync(step);

    private async Task EndAsync(Step step, bool isLast, CancellationToken cancellationToken)
    {
        await WriteAsync(step, cancellationToken);
        _keeper.LetGo(step.Lease);
        if (isLast)
        {
            _gauge.Ended(1);
        }

        _desk.WakeAfter(step.Delay);
    }

    private static string Cause(string cause)
    {
        const int longest = 200;
        var storable = Db.Storable(cause);
        return storable.Length <= longest ? storable : Db.Storable(storable[..longest]);
    }
}
