using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Turns;

namespace ChatOpsBot.Channels.Teams.Inbound;

/// <summary>Refuses messages of Entra tenants the bot does not serve (T-09).</summary>
internal sealed class TeamsTenantGate(TeamsConversations conversations) : IInboundGate
{
    private static readonly GateRefusal Refusal = new(TeamsResults.WrongTenant, "I do not serve this organisation. Ask the people who run me to set it up.");

    public ValueTask<GateRefusal?> CheckAsync(InboundMessage message, CancellationToken cancellationToken)
        => ValueTask.FromResult(message.Conversation.Channel is ChannelKind.Teams && !conversations.IsServed(message.Conversation) ? Refusal : null);
}
