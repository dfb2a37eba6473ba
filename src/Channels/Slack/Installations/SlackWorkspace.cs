using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.Channels.Slack.Installations;

/// <summary>A workspace that the bot serves.</summary>
/// <param name="Team">Its id.</param>
/// <param name="Tenant">Whose documents are answered from.</param>
/// <param name="BotUserId">The bot's user id there, when it is known.</param>
/// <param name="BotId">The bot's bot id there, when it is known.</param>
internal sealed record SlackWorkspace(string Team, TenantId Tenant, string? BotUserId, string? BotId)
{
    /// <summary>Says whether a message is the bot's own (S-24).</summary>
    public bool IsOwn(string? userId, string? botId) => (userId is not null && userId == BotUserId) || (botId is not null && botId == BotId);
}
