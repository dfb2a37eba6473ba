using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Turns;

namespace ChatOpsBot.Channels.Teams.Inbound;

/// <summary>Refuses messages of Entra tenants the bot does not serve (T-09).</summary>
internal sealed class TeamsTenantGate(TeamsConversations conversations) : IInboundGate
{
    public ValueTask<GateRefusal?> CheckAsync(InboundMessage message, CancellationToken cancellationToken)
        => ValueTask.FromResult(message.Conversation.Channel is ChannelKind.Teams && !conversations.IsServed(message.Conversation)
            ? GateRefusal.Of(TeamsResults.WrongTenant, message, Phrase.OrganisationNotServed)
            : null);
}
