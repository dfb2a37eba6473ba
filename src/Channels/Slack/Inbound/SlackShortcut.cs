using System.Text.Json;
using ChatOpsBot.RagCore.Conversations.Wire;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>A shortcut of ours, chosen in the menu of a message.</summary>
/// <param name="Team">The workspace of the installation.</param>
/// <param name="UserTeam">The workspace of the person.</param>
/// <param name="User">The person.</param>
/// <param name="Channel">Where the message is.</param>
/// <param name="CallbackId">Which shortcut.</param>
/// <param name="ActionTs">When it was chosen.</param>
/// <param name="TriggerId">The right to open one modal within three seconds (S-43).</param>
/// <param name="ResponseUrl">Where the person can be told something.</param>
/// <param name="MessageTs">The message.</param>
/// <param name="Thread">The first message of its thread.</param>
/// <param name="Text">What the message says, in Slack's markup.</param>
internal sealed record SlackShortcut(
    string Team, string UserTeam, string User, string Channel, string CallbackId, string ActionTs, string? TriggerId, string? ResponseUrl, string MessageTs, string Thread, string Text)
{
    public static SlackShortcut? Read(JsonElement payload)
    {
        var (user, message) = (payload.Member("user"u8), payload.Member("message"u8));
        var team = payload.Member("team"u8).Id("id"u8) ?? user.Id("team_id"u8);
        return team is not null && user.Id("id"u8) is { } userId && payload.Member("channel"u8).Id("id"u8) is { } channel && payload.Id("callback_id"u8) is { } callbackId
                && payload.Id("action_ts"u8) is { } actionTs && SlackId.TryTime(actionTs, out _) && message.Id("ts"u8) is { } ts && SlackId.TryTime(ts, out _)
            ? new SlackShortcut(
                team, user.Id("team_id"u8) ?? team, userId, channel, callbackId, actionTs, payload.Id("trigger_id"u8), payload.Text("response_url"u8), ts,
                message.Id("thread_ts"u8) ?? ts, message.Text("text"u8) ?? string.Empty)
            : null;
    }
}
