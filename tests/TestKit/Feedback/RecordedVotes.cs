using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Feedback;

namespace ChatOpsBot.TestKit.Feedback;

/// <summary>Votes in memory.</summary>
public sealed class RecordedVotes : IVoteStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Turn, string Voter), StoredVote> _votes = [];

    public bool IsDown { get; set; }

    /// <summary>Gets or sets a value indicating whether the store takes votes and says nothing.</summary>
    public bool IsHanging { get; set; }

    public IReadOnlyList<StoredVote> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _votes.Values];
            }
        }
    }

    public Task<StoredVote> PutAsync(StoredVote vote, CancellationToken cancellationToken)
    {
        if (IsDown)
        {
            throw new StoreUnavailableException("down for a test");
        }

        if (IsHanging)
        {
            return new TaskCompletionSource<StoredVote>(TaskCreationOptions.RunContinuationsAsynchronously).Task;
        }

        lock (_gate)
        {
            var key = (vote.Vote.TurnId, vote.Vote.VoterId);
            if (!_votes.TryGetValue(key, out var old) || old.Vote.CastAt <= vote.Vote.CastAt)
            {
                _votes[key] = vote;
            }

            return Task.FromResult(_votes[key]);
        }
    }

    public Task<StoredVote?> FindAsync(TenantId tenant, string turnId, string voterId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_votes.GetValueOrDefault((turnId, voterId)));
        }
    }

    public Task<VoteTally> TallyAsync(TenantId tenant, string turnId, CancellationToken cancellationToken)
    {
        var votes = All.Where(vote => vote.Vote.TurnId == turnId).ToList();
        return Task.FromResult(new VoteTally(votes.Count(vote => vote.Vote.Value is VoteValue.Up), votes.Count(vote => vote.Vote.Value is VoteValue.Down)));
    }

    public Task<IReadOnlyList<StoredVote>> ListAsync(TenantId tenant, int limit, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<StoredVote>>([.. All.Take(limit)]);
}
