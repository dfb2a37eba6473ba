namespace ChatOpsBot.RagCore.Conversations;

/// <summary>What a person thinks of an answer.</summary>
public enum VoteValue
{
    /// <summary>No vote, or a vote taken back.</summary>
    None,

    /// <summary>Thumbs up.</summary>
    Up,

    /// <summary>Thumbs down.</summary>
    Down,

    /// <summary>No vote: the answer was reported as harmful or out of place. Counted in no tally.</summary>
    Reported,
}

/// <summary>A person rated an answer. One vote per person per answer; a later one replaces an earlier one.</summary>
/// <param name="Tenant">The organisation of the person.</param>
/// <param name="Channel">Where the vote was cast.</param>
/// <param name="TurnId">The turn that was answered.</param>
/// <param name="VoterId">The platform's user id of the person.</param>
/// <param name="Value">The vote.</param>
/// <param name="Reasons">Reason keys from the closed list of <c>Feedback</c>; empty unless thumbs down.</param>
/// <param name="Comment">Free text; at most 2,000 characters are kept.</param>
/// <param name="CastAt">The platform's time of the click. An older click never replaces a newer one.</param>
public sealed record InboundVote(
    TenantId Tenant,
    ChannelKind Channel,
    string TurnId,
    string VoterId,
    VoteValue Value,
    IReadOnlyList<string> Reasons,
    string? Comment,
    DateTimeOffset CastAt);
