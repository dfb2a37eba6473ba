using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.TestKit.Faults;

/// <summary>An inbox whose process can end before and after every step.</summary>
public sealed class CrashingInbox(IInbox inner, CrashPoints points) : IInbox
{
    public InboxStatistics Statistics => inner.Statistics;

    public async ValueTask<AcceptResult> AcceptAsync(InboundMessage message, CancellationToken cancellationToken)
        => await points.AroundAsync("accept", () => inner.AcceptAsync(message, cancellationToken).AsTask());

    public Task<LeasedTurn> LeaseAsync(CancellationToken cancellationToken)
        => AfterAsync("lease", inner.LeaseAsync(cancellationToken));

    public Task ConfirmAsync(TurnLease lease, CancellationToken cancellationToken) => inner.ConfirmAsync(lease, cancellationToken);

    public Task RecordReceiptAsync(TurnLease lease, DeliveryReceipt receipt, CancellationToken cancellationToken)
        => points.AroundAsync("record receipt", () => inner.RecordReceiptAsync(lease, receipt, cancellationToken));

    public Task RecordAnswerAsync(TurnLease lease, StoredAnswer answer, CancellationToken cancellationToken)
        => points.AroundAsync("record answer", () => inner.RecordAnswerAsync(lease, answer, cancellationToken));

    public Task CompleteAsync(TurnLease lease, CancellationToken cancellationToken)
        => points.AroundAsync("complete", () => inner.CompleteAsync(lease, cancellationToken));

    public Task RetryAsync(TurnLease lease, TimeSpan delay, string cause, CancellationToken cancellationToken)
        => points.AroundAsync("retry", () => inner.RetryAsync(lease, delay, cause, cancellationToken));

    public Task ReleaseAsync(TurnLease lease, TimeSpan delay, CancellationToken cancellationToken)
        => points.AroundAsync("release", () => inner.ReleaseAsync(lease, delay, cancellationToken));

    public Task DeadLetterAsync(TurnLease lease, string cause, CancellationToken cancellationToken)
        => points.AroundAsync("dead letter", () => inner.DeadLetterAsync(lease, cause, cancellationToken));

    public Task<bool> TryEditAsync(InboundEdit edit, CancellationToken cancellationToken) => inner.TryEditAsync(edit, cancellationToken);

    public Task<bool> TryCancelAsync(InboundRemoval removal, CancellationToken cancellationToken) => inner.TryCancelAsync(removal, cancellationToken);

    // Waiting for a turn is not a step: only the lease itself is.
    private async Task<LeasedTurn> AfterAsync(string name, Task<LeasedTurn> lease)
    {
        var turn = await lease;
        await points.PassAsync($"after {name}");
        return turn;
    }
}
