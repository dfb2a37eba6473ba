using System.Text.Json;
using ChatOpsBot.Channels.Slack.Installations;
using ChatOpsBot.RagCore.Conversations.Wire;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>An <c>event_callback</c> with what surrounds its event.</summary>
/// <param name="Event">The event.</param>
/// <param name="EventId">The id of the delivery, unique over all workspaces (S-20).</param>
/// <param name="Team">The workspace the event is for (S-30).</param>
/// <param name="BotUserId">The bot's user id, when the event or <c>auth.test</c> told it.</param>
/// <param name="IsExternal">People of other organisations are in the channel (S-84).</param>
internal readonly record struct SlackEnvelope(JsonElement Event, string EventId, string Team, string? BotUserId, bool IsExternal)
{
    /// <summary>Gets the workspace as the bot serves it; null until that has been looked up.</summary>
    public SlackWorkspace? Workspace { get; init; }

    /// <summary>Returns the workspace that a delivery concerns, and its enterprise.</summary>
    public static (string? Team, string? Enterprise) PlaceOf(JsonElement root)
    {
        var authorizations = root.Member("authorizations"u8);
        var authorized = authorizations.ValueKind is JsonValueKind.Array && authorizations.GetArrayLength() > 0 ? authorizations[0].Id("enterprise_id"u8) : null;
        return (
            root.Id("context_team_id"u8) ?? root.Id("team_id"u8) ?? root.Member("event"u8).Id("team"u8) ?? root.Id("enterprise_id"u8),
            root.Id("context_enterprise_id"u8) ?? root.Id("enterprise_id"u8) ?? authorized);
    }

    public static SlackEnvelope? Read(JsonElement root, SlackWorkspaces workspaces)
    {
        var inner = root.Member("event"u8);
        var (team, _) = PlaceOf(root);
        if (inner.ValueKind is not JsonValueKind.Object || root.Id("event_id"u8) is not { } eventId || team is null)
        {
            return null;
        }

        var botUser = workspaces.Of(team)?.BotUserId ?? AuthorizedBot(root, team);
        return new SlackEnvelope(inner, eventId, team, botUser, root.IsTrue("is_ext_shared_channel"u8) || IsForeign(root, inner, team));
    }

    /// <summary>Says whether the installation of a whole enterprise is concerned.</summary>
    public static bool IsOrgWide(JsonElement root)
    {
        var authorizations = root.Member("authorizations"u8);
        return root.IsTrue("is_enterprise_install"u8)
            || (authorizations.ValueKind is JsonValueKind.Array && authorizations.GetArrayLength() > 0 && authorizations[0].IsTrue("is_enterprise_install"u8));
    }

    private static string? AuthorizedBot(JsonElement root, string team)
    {
        var authorizations = root.Member("authorizations"u8);
        if (authorizations.ValueKind is not JsonValueKind.Array || authorizations.GetArrayLength() == 0)
        {
            return null;
        }

        var first = authorizations[0];
        return first.IsTrue("is_bot"u8) && (first.Id("team_id"u8) ?? team) == team ? first.Id("user_id"u8) : null;
    }

    // Inside one enterprise people of other workspaces are colleagues.
    private static bool IsForeign(JsonElement root, JsonElement inner, string team)
        => inner.Id("user_team"u8) is { } userTeam && userTeam != team && root.Id("context_enterprise_id"u8) is null;
}
