using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Turns;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>
/// Refuses messages of workspaces the bot does not serve. Messages are taken before Slack has said which one that is; they wait here until it has.
/// </summary>
internal sealed class SlackWorkspaceGate(SlackIdentity identity) : IInboundGate
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <exception cref="TurnDeferredException">The bot does not know its workspace yet.</exception>
    public ValueTask<GateRefusal?> CheckAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        if (message.Conversation.Channel is not ChannelKind.Slack)
        {
            return default;
        }

        if (!identity.IsKnown)
        {
            throw new TurnDeferredException("slack: the workspace is not known yet", Pause);
        }

        return ValueTask.FromResult(identity.TeamId is { } ours && !message.Conversation.ConversationId.StartsWith(ours + "/", StringComparison.Ordinal)
            ? GateRefusal.Of(SlackResults.WrongTenant, message, Phrase.WorkspaceNotServed)
            : null);
    }
}
