using System.Text.Json;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Conversations.Wire;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>A click on a button of ours.</summary>
/// <param name="Team">The workspace of the installation.</param>
/// <param name="UserTeam">The workspace of the person.</param>
/// <param name="User">The person.</param>
/// <param name="Channel">Where the card is.</param>
/// <param name="ActionId">Which button.</param>
/// <param name="Value">The button's value.</param>
/// <param name="ActionTs">When it was clicked.</param>
/// <param name="TriggerId">The right to open one modal within three seconds (S-43).</param>
/// <param name="ResponseUrl">Where a private card can be replaced.</param>
internal sealed record SlackClick(
    string Team, string UserTeam, string User, string Channel, string ActionId, string Value, string ActionTs, string? TriggerId, string? ResponseUrl)
{
    /// <summary>Gets the words of the card, which the person reads.</summary>
    public Phrases Words { get; init; } = Phrases.English;

    public static SlackClick? Read(JsonElement payload)
    {
        var actions = payload.Member("actions"u8);
        if (actions.ValueKind is not JsonValueKind.Array || actions.GetArrayLength() == 0)
        {
            return null;
        }

        var action = actions[0];
        var user = payload.Member("user"u8);
        var team = payload.Member("team"u8).Id("id"u8) ?? user.Id("team_id"u8);
        var channel = payload.Member("container"u8).Id("channel_id"u8) ?? payload.Member("channel"u8).Id("id"u8);
        return team is not null && channel is not null && user.Id("id"u8) is { } userId && action.Id("action_id"u8) is { } actionId
                && action.Id("action_ts"u8) is { } actionTs && SlackId.TryTime(actionTs, out _) && action.Text("value"u8) is { Length: <= 2_000 } value
            ? new SlackClick(team, user.Id("team_id"u8) ?? team, userId, channel, actionId, value, actionTs, payload.Id("trigger_id"u8), payload.Text("response_url"u8))
            {
                Words = SlackActions.WordsOf(action.Text("block_id"u8)),
            }
            : null;
    }
}
