using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.RagCore.Conversations.Wire;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>Asks Slack what a channel is and who a person is in its workspace.</summary>
internal sealed class SlackPlaces(SlackWebClient client)
{
    /// <summary>Returns what Slack says of a channel; null when the bot cannot see it.</summary>
    /// <exception cref="SlackApiException">Slack does not answer now.</exception>
    public async Task<SlackPlace?> FindAsync(string team, string channel, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await client.CallAsync(SlackMethod.ConversationInfo, team, null, new JsonObject { ["channel"] = channel }, cancellationToken);
            var found = reply.Member("channel"u8);
            return found.Id("id"u8) != channel ? null : new SlackPlace(
                found.IsTrue("is_ext_shared"u8) || found.IsTrue("is_pending_ext_shared"u8),
                found.Member("is_member"u8).ValueKind is not JsonValueKind.False,
                found.IsTrue("is_im"u8) || channel[0] == 'D',
                found.Id("creator"u8));
        }
        catch (SlackApiException fault) when (fault.Error is SlackErrors.ChannelNotFound)
        {
            return null;
        }
    }

    /// <summary>Returns who a person is; nobody in particular when Slack does not say it.</summary>
    public async Task<SlackProfile> ProfileAsync(string team, string user, CancellationToken cancellationToken)
    {
        try
        {
            var arguments = new JsonObject { ["user"] = user, ["include_locale"] = "true" };
            var found = (await client.CallAsync(SlackMethod.UserInfo, team, null, arguments, cancellationToken)).Member("user"u8);
            return found.Id("id"u8) != user ? SlackProfile.Unknown : new SlackProfile(
                true, found.IsTrue("is_admin"u8) || found.IsTrue("is_owner"u8) || found.IsTrue("is_primary_owner"u8), found.Id("locale"u8));
        }
        catch (SlackApiException)
        {
            // The client has counted and logged it.
            return SlackProfile.Unknown;
        }
    }
}

/// <summary>A channel as far as the bot must know it.</summary>
/// <param name="IsExternal">People of other organisations are or may come in (S-84).</param>
/// <param name="IsMember">The bot is in it.</param>
/// <param name="IsDirect">It is the bot's conversation with one person.</param>
/// <param name="Creator">Who created it.</param>
internal sealed record SlackPlace(bool IsExternal, bool IsMember, bool IsDirect, string? Creator);

/// <summary>A person as far as the bot must know them.</summary>
/// <param name="IsKnown">Slack has said who this is.</param>
/// <param name="IsAdmin">An admin or owner of the workspace.</param>
/// <param name="Locale">The person's language.</param>
internal sealed record SlackProfile(bool IsKnown, bool IsAdmin, string? Locale)
{
    public static SlackProfile Unknown { get; } = new(false, false, null);
}
