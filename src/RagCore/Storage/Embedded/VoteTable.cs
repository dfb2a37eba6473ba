using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Storage.Log;
using ChatOpsBot.RagCore.Storage.Serialization;

namespace ChatOpsBot.RagCore.Storage.Embedded;

/// <summary>The vote that stands of each person on each turn, by where it is stored. Guarded by the store's gate.</summary>
internal sealed class VoteTable
{
    private readonly Dictionary<KeyHash, List<VoteEntry>> _byTurn = [];

    public VoteEntry? Find(KeyHash turn, KeyHash voter)
        => _byTurn.GetValueOrDefault(turn)?.Find(vote => vote.Voter == voter) is { Position.IsSomewhere: true } found ? found : null;

    public VoteTally Tally(KeyHash turn)
    {
        var votes = _byTurn.GetValueOrDefault(turn);
        return new VoteTally(votes?.Count(vote => vote.Value == VoteValue.Up) ?? 0, votes?.Count(vote => vote.Value == VoteValue.Down) ?? 0);
    }

    /// <summary>Returns where the newest votes of a tenant stand, newest first; those taken back are not votes.</summary>
    public IReadOnlyList<LogPosition> Newest(KeyHash tenant, int limit) =>
    [
        .. _byTurn.Values
            .SelectMany(votes => votes)
            .Where(vote => vote.Tenant == tenant && vote.Value != VoteValue.None)
            .OrderByDescending(vote => vote.CastAt)
            .ThenByDescending(vote => vote.Position.Order)
            .Take(limit)
            .Select(vote => vote.Position),
    ];

    public void Apply(LogPosition position, StoredRecord record)
    {
        var vote = new VoteEntry(record.Voter, record.Tenant, record.CastAt, record.Vote, position);
        if (!_byTurn.TryGetValue(record.Subject, out var votes))
        {
            _byTurn.Add(record.Subject, [vote]);
            return;
        }

        var index = votes.FindIndex(earlier => earlier.Voter == vote.Voter);
        if (index < 0)
        {
            votes.Add(vote);
        }
        else if (votes[index].CastAt <= vote.CastAt)
        {
            votes[index] = vote;
        }
    }

    /// <summary>Forgets the votes that are stored in a segment.</summary>
    public void Drop(int segment)
    {
        foreach (var (turn, votes) in _byTurn)
        {
            votes.RemoveAll(vote => vote.Position.Segment == segment);
            if (votes.Count == 0)
            {
                _byTurn.Remove(turn);
            }
        }
    }
}

/// <summary>A vote that stands.</summary>
internal readonly record struct VoteEntry(KeyHash Voter, KeyHash Tenant, long CastAt, VoteValue Value, LogPosition Position);
