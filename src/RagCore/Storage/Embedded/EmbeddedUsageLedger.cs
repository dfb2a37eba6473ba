using ChatOpsBot.RagCore.Storage.Serialization;
using ChatOpsBot.RagCore.Usage.Ledger;

namespace ChatOpsBot.RagCore.Storage.Embedded;

/// <summary>The ledger of one process: what stored answers used stands in the log, what is set aside in memory alone, since a restart ends what runs.</summary>
internal sealed class EmbeddedUsageLedger(EmbeddedStore store, TimeProvider time) : IUsageLedger
{
    private readonly EmbeddedState _state = store.State;

    public Task<IReadOnlyList<UsageRow>> ListAsync(UsageQuery query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        store.Open();
        lock (_state.Gate)
        {
            return Task.FromResult(_state.Usage.List(query, turn => _state.Votes.Tally(turn).Up));
        }
    }

    public Task<IReadOnlyList<UsageStand>> ClaimAsync(UsageClaim claim, IReadOnlyList<UsageWindow> windows, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var turn = KeyHash.Of(claim.TurnId);
        lock (_state.Gate)
        {
            _state.Usage.Claim(turn, claim, time.GetUtcNow());
            return Task.FromResult<IReadOnlyList<UsageStand>>([.. windows.Select(window => _state.Usage.StandOf(window, turn))]);
        }
    }
}
