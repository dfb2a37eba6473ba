using System.Text.Json;
using ChatOpsBot.Channels.Slack.Installations;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Wire;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>Finds the turn behind a button, if the person who clicked can have seen its card (S-46).</summary>
internal sealed class SlackCardGuard(ITurnJournal journal, SlackWorkspaces workspaces)
{
    /// <summary>Gets a value indicating whether it can be told yet who is a colleague.</summary>
    public bool IsReady => workspaces.IsReady;

    /// <summary>Looks up the workspace of a click or a modal; what follows is about that one.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be told now.</exception>
    public async ValueTask LookUpAsync(JsonElement payload, CancellationToken cancellationToken)
    {
        // The enterprise of the workspace itself: the payload's own may be that of the app, while who clicks in a shared channel comes from elsewhere.
        var team = payload.Member("team"u8);
        if ((team.Id("id"u8) ?? payload.Member("user"u8).Id("team_id"u8)) is { } id)
        {
            await workspaces.ResolveAsync(team.Id("enterprise_id"u8), id, cancellationToken);
        }
    }

    /// <summary>Says whether the bot serves the workspace and the person belongs to it.</summary>
    public bool IsColleague(string team, string userTeam) => workspaces.Of(team) is not null && userTeam == team;

    /// <summary>Returns whose documents are answered from in a workspace that the bot serves.</summary>
    /// <exception cref="StoreUnavailableException">It does not serve it now.</exception>
    public TenantId TenantOf(string team)
        => workspaces.Of(team)?.Tenant ?? throw new StoreUnavailableException("slack: the workspace is not known now");

    /// <summary>Returns the turn, or null when it is unknown, was answered elsewhere, or was answered for somebody else alone.</summary>
    public async Task<TurnRecord?> FindAsync(string team, string channel, string user, string turnId, CancellationToken cancellationToken)
    {
        var turn = await journal.FindAsync(TenantOf(team), turnId, cancellationToken);
        return turn?.Message is { } message
            && message.Conversation.Channel is ChannelKind.Slack
            && (message.Audience is Audience.Private
                ? message.Sender.Id == user && message.Conversation.ConversationId.StartsWith($"{team}/", StringComparison.Ordinal)
                : message.Conversation.ConversationId == $"{team}/{channel}")
            ? turn
            : null;
    }
}
