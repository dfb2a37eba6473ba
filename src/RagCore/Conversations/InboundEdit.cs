namespace ChatOpsBot.RagCore.Conversations;

/// <summary>A person changed the text of a message. Before its turn starts the new text replaces the old one.</summary>
/// <param name="Conversation">Where the message was said.</param>
/// <param name="MessageId">The platform's id of the message.</param>
/// <param name="Text">The new text, the bot's own mention removed.</param>
/// <param name="EditedAt">The platform's time of the edit.</param>
public sealed record InboundEdit(ConversationKey Conversation, string MessageId, string Text, DateTimeOffset EditedAt);
