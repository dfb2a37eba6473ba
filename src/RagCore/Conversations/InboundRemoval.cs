namespace ChatOpsBot.RagCore.Conversations;

/// <summary>A person deleted a message. Before its turn starts the turn is cancelled.</summary>
/// <param name="Conversation">Where the message was said.</param>
/// <param name="MessageId">The platform's id of the message.</param>
/// <param name="RemovedAt">The platform's time of the deletion.</param>
public sealed record InboundRemoval(ConversationKey Conversation, string MessageId, DateTimeOffset RemovedAt);
