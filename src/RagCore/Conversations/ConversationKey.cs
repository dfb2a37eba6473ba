namespace ChatOpsBot.RagCore.Conversations;

/// <summary>
/// One thread of talk: the unit that has a memory and in which one turn runs at a time. "Conversation" is what Slack calls a
/// channel and Teams a chat or channel; the thread lies inside it.
/// </summary>
/// <param name="Tenant">The organisation.</param>
/// <param name="Channel">The platform.</param>
/// <param name="ConversationId">The platform's id of the conversation, with its workspace where ids are unique only inside one.</param>
/// <param name="ThreadId">The platform's id of the thread; equal to <paramref name="ConversationId"/> where there are no threads.</param>
public sealed record ConversationKey(TenantId Tenant, ChannelKind Channel, string ConversationId, string ThreadId);
