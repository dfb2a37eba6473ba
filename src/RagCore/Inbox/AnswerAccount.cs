using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Inbox;

/// <summary>On whose account a question was answered.</summary>
/// <param name="Tenant">The organisation.</param>
/// <param name="Channel">Where it was asked.</param>
/// <param name="PersonKey">Stands for who asked; never the platform's id (L-23).</param>
public sealed record AnswerAccount(TenantId Tenant, ChannelKind Channel, string PersonKey);
