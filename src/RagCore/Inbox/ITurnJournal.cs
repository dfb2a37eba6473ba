using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Inbox;

/// <summary>Looks turns up after their message was accepted. The same data as <see cref="IInbox"/>, seen by those who do not run turns.</summary>
/// <remarks>Every member throws <see cref="StoreUnavailableException"/> when the store cannot be read now.</remarks>
public interface ITurnJournal
{
    /// <summary>Returns a turn of this tenant, or null.</summary>
    Task<TurnRecord?> FindAsync(TenantId tenant, string turnId, CancellationToken cancellationToken);

    /// <summary>Says whether the bot has a turn in this thread, so that a follow-up needs no mention.</summary>
    Task<bool> KnowsThreadAsync(ConversationKey conversation, CancellationToken cancellationToken);

    /// <summary>Returns the answered turns of a thread since a time, oldest first, the newest <paramref name="limit"/> at most, none from before the thread was forgotten.</summary>
    Task<IReadOnlyList<TurnRecord>> ListThreadAsync(ConversationKey conversation, DateTimeOffset since, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Returns the answered turns of a person on a platform, newest first, none from before its thread was forgotten. Empty for an empty id: nobody.
    /// </summary>
    Task<IReadOnlyList<TurnRecord>> ListOfPersonAsync(TenantId tenant, ChannelKind channel, string senderId, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Returns the turn whose reply stands in a message of the platform, whatever became of the turn and whether or not the thread was
    /// forgotten since; null when none of the newest <paramref name="limit"/> turns of the thread has it.
    /// </summary>
    Task<TurnRecord?> FindReplyAsync(ConversationKey conversation, string messageId, int limit, CancellationToken cancellationToken);

    /// <summary>Returns the turns that one message of the platform started, errands about it included, the newest <paramref name="limit"/> at most, newest first.</summary>
    Task<IReadOnlyList<TurnRecord>> ListMessageAsync(ConversationKey conversation, string messageId, int limit, CancellationToken cancellationToken);

    /// <summary>Returns the turns of a place that arrived before a time and were not withdrawn, in no certain order. Reads them a few at a time.</summary>
    IAsyncEnumerable<TurnRecord> ListPlaceAsync(Place place, DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the text of a turn's question and its answer out of the journal, whatever runs; ids, state and receipt stay. Says whether there is such a turn.
    /// Doing it twice changes nothing. An answer that is stored afterwards is there until it is done again. Durable when the task completes.
    /// </summary>
    Task<bool> WithdrawAsync(TenantId tenant, string turnId, CancellationToken cancellationToken);

    /// <summary>Makes the thread's past invisible to <see cref="ListThreadAsync"/> from now on. Durable when the task completes.</summary>
    Task ForgetThreadAsync(ConversationKey conversation, CancellationToken cancellationToken);
}

/// <summary>Where a turn stands.</summary>
public enum TurnState
{
    /// <summary>Stored, not answered.</summary>
    Received,

    /// <summary>The answer is stored, not delivered.</summary>
    Answered,

    /// <summary>Delivered.</summary>
    Delivered,

    /// <summary>Given up.</summary>
    Dead,

    /// <summary>Its message was deleted before it started.</summary>
    Cancelled,
}

/// <summary>One turn as it is stored.</summary>
/// <param name="Message">What was said.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Answer">What was or will be said.</param>
/// <param name="Receipt">The platform's id of the posted reply.</param>
public sealed record TurnRecord(InboundMessage Message, TurnState State, StoredAnswer? Answer, DeliveryReceipt? Receipt)
{
    /// <summary>Gets a value indicating whether question and answer were taken out.</summary>
    public bool IsWithdrawn { get; init; }

    /// <summary>Returns what is left of a message whose turn was withdrawn.</summary>
    public static InboundMessage Emptied(InboundMessage message) => message with { Text = string.Empty, Attachments = [], Quoted = null };
}
