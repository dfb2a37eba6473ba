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

    /// <summary>
    /// Returns the workspace that a delivery concerns, and its enterprise as it is told beside that very workspace: in a shared channel the enterprise of
    /// another one may stand there too, and what belongs to it must not serve this one (S-30).
    /// </summary>
    public static (string? Team, string? Enterprise) PlaceOf(JsonElement root)
    {
        if (root.Id("context_team_id"u8) is { } context)
        {
            return (context, root.Id("context_enterprise_id"u8) ?? EnterpriseOf(root, context));
        }

        return (root.Id("team_id"u8) ?? root.Member("event"u8).Id("team"u8)) is { } team
            ? (team, EnterpriseOf(root, team))
            : (root.Id("enterprise_id"u8), root.Id("enterprise_id"u8));
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
    public static bool IsOrgWide(JsonElement root) => root.IsTrue("is_enterprise_install"u8) || Authorized(root).IsTrue("is_enterprise_install"u8);

    private static string? EnterpriseOf(JsonElement root, string team)
    {
        var authorized = Authorized(root);
        return (authorized.Id("team_id"u8) == team ? authorized.Id("enterprise_id"u8) : null)
            ?? (root.Id("team_id"u8) == team ? root.Id("enterprise_id"u8) : null);
    }

    private static string? AuthorizedBot(JsonElement root, string team)
    {
        var authorized = Authorized(root);
        return authorized.IsTrue("is_bot"u8) && (authorized.Id("team_id"u8) ?? team) == team ? authorized.Id("user_id"u8) : null;
    }

    private static JsonElement Authorized(JsonElement root)
        => root.Member("authorizations"u8) is { ValueKind: JsonValueKind.Array } all && all.GetArrayLength() > 0 ? all[0] : default;

    // Inside one enterprise people of other workspaces are colleagues.
    private static bool IsForeign(JsonElement root, JsonElement inner, string team)
        => inner.Id("user_team"u8) is { } userTeam && userTeam != team && root.Id("context_enterprise_id"u8) is null;
}
