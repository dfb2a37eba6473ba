namespace ChatOpsBot.RagCore.Conversations;

/// <summary>
/// Finds where something is said that nobody asked for, such as a digest. What is said there is stored and delivered like any reply, by the
/// <see cref="IReplyChannel"/> of the same platform.
/// </summary>
/// <remarks>All members throw <see cref="DeliveryException"/> when the platform cannot be asked now.</remarks>
public interface IProactivePlaces
{
    /// <summary>Gets the platform.</summary>
    ChannelKind Kind { get; }

    /// <summary>Returns where a person is written to alone, opened once and remembered; null when the person cannot be written to.</summary>
    /// <param name="tenant">The organisation.</param>
    /// <param name="personId">The platform's user id, as <see cref="Sender.Id"/>.</param>
    /// <param name="cancellationToken">Ends the wait for the platform.</param>
    Task<ReplyAddress?> OfPersonAsync(TenantId tenant, string personId, CancellationToken cancellationToken);

    /// <summary>Returns where a conversation is written to that the bot is in; null when it is not known to be there.</summary>
    Task<ReplyAddress?> OfConversationAsync(ConversationKey conversation, CancellationToken cancellationToken);
}
