using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>Finds the turn behind a button, if the person who clicked can have seen its card (S-46).</summary>
internal sealed class SlackCardGuard(ITurnJournal journal, SlackIdentity identity, IOptions<SlackOptions> options)
{
    public TenantId Tenant { get; } = new(options.Value.Tenant);

    /// <summary>Gets a value indicating whether it can be told yet who is a colleague.</summary>
    public bool IsReady => identity.IsKnown;

    /// <summary>Says whether this installation serves the workspace and the person belongs to it.</summary>
    public bool IsColleague(string team, string userTeam) => (identity.TeamId is not { } ours || ours == team) && userTeam == team;

    /// <summary>Returns the turn, or null when it is unknown, was answered elsewhere, or was answered for somebody else alone.</summary>
    public async Task<TurnRecord?> FindAsync(string team, string channel, string user, string turnId, CancellationToken cancellationToken)
    {
        var turn = await journal.FindAsync(Tenant, turnId, cancellationToken);
        return turn?.Message is { } message
            && message.Conversation.Channel is ChannelKind.Slack
            && (message.Audience is Audience.Private
                ? message.Sender.Id == user && message.Conversation.ConversationId.StartsWith($"{team}/", StringComparison.Ordinal)
                : message.Conversation.ConversationId == $"{team}/{channel}")
            ? turn
            : null;
    }
}
