using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Turns.Gates;

/// <summary>Refuses messages of organisations this installation does not serve.</summary>
internal sealed class TenantGate(KnownTenants tenants) : IInboundGate
{
    public ValueTask<GateRefusal?> CheckAsync(InboundMessage message, CancellationToken cancellationToken)
        => ValueTask.FromResult(tenants.Contains(message.Conversation.Tenant)
            ? null
            : GateRefusal.Of("tenant", message, Phrase.OrganisationNotServed));
}
