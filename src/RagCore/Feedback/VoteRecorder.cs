using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.RagCore.Feedback;

/// <summary>Takes votes from every channel into the one store.</summary>
public sealed class VoteRecorder(ITurnJournal journal, IVoteStore votes)
{
    /// <summary>
    /// Stores a vote with the answer it is about. Unknown reasons are dropped, the comment is cut to
    /// <see cref="VoteReasons.MaxCommentLength"/>. Returns null when the tenant has no such turn, or it has no answer to rate.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store cannot take the vote now.</exception>
    public async Task<RecordedVote?> RecordAsync(InboundVote vote, CancellationToken cancellationToken)
    {
        var turn = await journal.FindAsync(vote.Tenant, vote.TurnId, cancellationToken);
        if (turn?.Answer is not { Reply: AnswerReply or NoEvidenceReply } answer)
        {
            return null;
        }

        var latency = answer.AnsweredAt - turn.Message.ReceivedAt;
        var cast = await WithStandingReasonsAsync(Clean(vote), cancellationToken);
        var stored = await votes.PutAsync(new StoredVote(cast, answer.Question, answer.Reply, answer.Versions, latency), cancellationToken);
        return new RecordedVote(turn, stored.Vote, await votes.TallyAsync(vote.Tenant, vote.TurnId, cancellationToken));
    }

    // A second thumbs down says nothing new; the reasons that were given with the first one stand.
    private async Task<InboundVote> WithStandingReasonsAsync(InboundVote vote, CancellationToken cancellationToken)
        => vote is { Value: VoteValue.Down, Reasons.Count: 0, Comment: null }
            && await votes.FindAsync(vote.Tenant, vote.TurnId, vote.VoterId, cancellationToken) is { Vote: { Value: VoteValue.Down } standing }
            ? vote with { Reasons = standing.Reasons, Comment = standing.Comment }
            : vote;

    private static InboundVote Clean(InboundVote vote) => vote with
    {
        Reasons = vote.Value is VoteValue.Down ? [.. vote.Reasons.Where(VoteReasons.IsKnown).Distinct(StringComparer.Ordinal)] : [],
        Comment = vote.Value is VoteValue.None ? null : Cut(vote.Comment),
    };

    private static string? Cut(string? comment)
    {
        if (comment is null || comment.Length <= VoteReasons.MaxCommentLength)
        {
            return comment;
        }

        var length = VoteReasons.MaxCommentLength;
        return char.IsHighSurrogate(comment[length - 1]) ? comment[..(length - 1)] : comment[..length];
    }
}

/// <summary>A vote that was stored.</summary>
/// <param name="Turn">The turn it is about.</param>
/// <param name="Vote">The person's vote that stands now.</param>
/// <param name="Tally">All votes on the turn.</param>
public sealed record RecordedVote(TurnRecord Turn, InboundVote Vote, VoteTally Tally);
