using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Usage.Ledger;

/// <summary>
/// What was used, by whom and for what. Filled by <see cref="Inbox.IInbox.RecordAnswerAsync"/> in the same step that stores the answer, so that its totals
/// are the sum of the stored turns whatever was retried or crashed; kept as long as turns are.
/// </summary>
/// <remarks>Every member throws <see cref="StoreUnavailableException"/> when the store cannot take or give data now.</remarks>
public interface IUsageLedger
{
    /// <summary>Sums what was used, in groups ordered by key.</summary>
    Task<IReadOnlyList<UsageRow>> ListAsync(UsageQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Sets aside what a turn may use until its answer is stored, it is given up or the time is over, in place of what it set aside before; then says for each
    /// window what is settled and what other turns have set aside. Claims are made one after another, so that each one sees those before it.
    /// </summary>
    /// <param name="claim">Which turn, and how much.</param>
    /// <param name="windows">What to sum.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    Task<IReadOnlyList<UsageStand>> ClaimAsync(UsageClaim claim, IReadOnlyList<UsageWindow> windows, CancellationToken cancellationToken);
}
