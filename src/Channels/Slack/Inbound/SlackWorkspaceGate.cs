using ChatOpsBot.Channels.Slack.Installations;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Turns;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>
/// Refuses messages of workspaces the bot does not serve. Messages are taken before Slack has said which one that is; they wait here until it has.
/// </summary>
internal sealed class SlackWorkspaceGate(SlackWorkspaces workspaces) : IInboundGate
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <exception cref="TurnDeferredException">The bot does not know its workspace yet.</exception>
    public async ValueTask<GateRefusal?> CheckAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        if (message.Conversation.Channel is not ChannelKind.Slack)
        {
            return null;
        }

        if (!workspaces.IsReady)
        {
            throw new TurnDeferredException("slack: the workspace is not known yet", Pause);
        }

        var team = message.Conversation.ConversationId.Split('/')[0];
        return await workspaces.FindAsync(team, cancellationToken) is { } served && served.Tenant == message.Conversation.Tenant
            ? null
            : GateRefusal.Of(SlackResults.WrongTenant, message, Phrase.WorkspaceNotServed);
    }
}
