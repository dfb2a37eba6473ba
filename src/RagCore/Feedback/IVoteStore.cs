using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Feedback;

/// <summary>Keeps one vote per person per answer.</summary>
/// <remarks>Every member throws <see cref="StoreUnavailableException"/> when the store cannot take or give data now.</remarks>
public interface IVoteStore
{
    /// <summary>
    /// Stores a vote in place of the person's earlier one, unless that was cast later. Durable when the task completes. Returns the
    /// vote that stands.
    /// </summary>
    Task<StoredVote> PutAsync(StoredVote vote, CancellationToken cancellationToken);

    /// <summary>Returns the vote of a person on a turn, or null.</summary>
    Task<StoredVote?> FindAsync(TenantId tenant, string turnId, string voterId, CancellationToken cancellationToken);

    /// <summary>Counts the votes on a turn.</summary>
    Task<VoteTally> TallyAsync(TenantId tenant, string turnId, CancellationToken cancellationToken);

    /// <summary>Lists the votes of a tenant, newest first.</summary>
    Task<IReadOnlyList<StoredVote>> ListAsync(TenantId tenant, int limit, CancellationToken cancellationToken);
}

/// <summary>A vote with what was voted on, so that it can become an evaluation case after the turn itself is gone.</summary>
/// <param name="Vote">The vote.</param>
/// <param name="Question">The question as it was understood.</param>
/// <param name="Reply">The reply with its citations, which carry documents and versions.</param>
/// <param name="Versions">What produced the reply.</param>
/// <param name="Latency">From the message's arrival to the stored answer.</param>
public sealed record StoredVote(InboundVote Vote, string Question, Reply Reply, IReadOnlyDictionary<string, string> Versions, TimeSpan Latency)
{
    /// <summary>The version of the stored form.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Gets the version of the stored form this instance was written with.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;
}
