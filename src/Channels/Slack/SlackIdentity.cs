using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Slack;

/// <summary>Who the bot is in its workspace: learned from Slack in the background and from events, never asked for in a request.</summary>
internal sealed class SlackIdentity(IOptions<SlackOptions> options)
{
    private volatile Known _known = new(options.Value.TeamId, null, null, options.Value.TeamId is not null);

    /// <summary>Gets the workspace; null until it is known.</summary>
    public string? TeamId => _known.TeamId;

    /// <summary>Gets a value indicating whether the workspace is configured or Slack has said who the bot is, with or without a workspace.</summary>
    public bool IsKnown => _known.IsKnown;

    /// <summary>Gets the bot's user id.</summary>
    public string? BotUserId => _known.BotUserId;

    /// <summary>Gets the bot's bot id.</summary>
    public string? BotId => _known.BotId;

    /// <summary>Takes what <c>auth.test</c> said. A configured workspace stands.</summary>
    public void Learn(string? teamId, string? botUserId, string? botId)
        => _known = new Known(options.Value.TeamId ?? teamId, botUserId, botId, IsKnown: true);

    /// <summary>Takes the bot user that an event was authorised for, until <c>auth.test</c> has answered.</summary>
    public void LearnBotUser(string botUserId)
    {
        var known = _known;
        if (known.BotUserId is null)
        {
            _known = known with { BotUserId = botUserId };
        }
    }

    /// <summary>Says whether a message is the bot's own (S-24).</summary>
    public bool IsOwn(string? userId, string? botId)
        => (userId is not null && userId == _known.BotUserId) || (botId is not null && botId == _known.BotId);

    private sealed record Known(string? TeamId, string? BotUserId, string? BotId, bool IsKnown);
}
