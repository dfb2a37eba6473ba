using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Storage.Log;
using ChatOpsBot.RagCore.Storage.Serialization;

namespace ChatOpsBot.RagCore.Storage.Embedded;

/// <summary>Keeps votes in the log of this process.</summary>
internal sealed class EmbeddedVoteStore(EmbeddedStore store) : IVoteStore
{
    private readonly EmbeddedState _state = store.State;
    private readonly TurnReader _reader = new(store.Log);

    public async Task<StoredVote> PutAsync(StoredVote vote, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Find(vote.Vote.Tenant, vote.Vote.TurnId, vote.Vote.VoterId) is not { } standing || standing.CastAt <= vote.Vote.CastAt.UtcTicks)
        {
            var ticket = store.Log.Rent();
            store.Writer.Voted(ticket, vote);
            await store.CommitAsync(ticket);
        }

        return await FindAsync(vote.Vote.Tenant, vote.Vote.TurnId, vote.Vote.VoterId, cancellationToken) ?? vote;
    }

    public Task<StoredVote?> FindAsync(TenantId tenant, string turnId, string voterId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Find(tenant, turnId, voterId) is { } vote ? _reader.ReadVote(vote.Position) : null);
    }

    public Task<VoteTally> TallyAsync(TenantId tenant, string turnId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var turn = Keys.OfVotes(tenant, turnId);
        lock (_state.Gate)
        {
            return Task.FromResult(_state.Votes.Tally(turn));
        }
    }

    public Task<IReadOnlyList<StoredVote>> ListAsync(TenantId tenant, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var owner = KeyHash.Of(tenant.Value);
        IReadOnlyList<LogPosition> positions;
        lock (_state.Gate)
        {
            positions = _state.Votes.Newest(owner, limit);
        }

        return Task.FromResult<IReadOnlyList<StoredVote>>([.. positions.Select(_reader.ReadVote).OfType<StoredVote>()]);
    }

    private VoteEntry? Find(TenantId tenant, string turnId, string voterId)
    {
        var turn = Keys.OfVotes(tenant, turnId);
        var voter = KeyHash.Of(voterId);
        lock (_state.Gate)
        {
            return _state.Votes.Find(turn, voter);
        }
    }
}
