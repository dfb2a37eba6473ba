namespace ChatOpsBot.RagCore.Conversations;

/// <summary>Conversations of one platform: a workspace with all of them, or one.</summary>
/// <param name="Tenant">The organisation.</param>
/// <param name="Channel">The platform.</param>
/// <param name="ConversationPrefix">What the ids of the conversations begin with; never empty. A workspace's ends with the separator of ids, so that it names no other one.</param>
public sealed record Place(TenantId Tenant, ChannelKind Channel, string ConversationPrefix)
{
    /// <summary>Says whether a conversation is part of it.</summary>
    public bool Holds(ConversationKey conversation)
        => conversation.Tenant == Tenant && conversation.Channel == Channel && conversation.ConversationId.StartsWith(ConversationPrefix, StringComparison.Ordinal);
}
