using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Turns.Gates;

/// <summary>Refuses messages of organisations this installation does not serve.</summary>
internal sealed class TenantGate(KnownTenants tenants) : IInboundGate
{
    public ValueTask<GateRefusal?> CheckAsync(InboundMessage message, CancellationToken cancellationToken)
        => ValueTask.FromResult(tenants.Contains(message.Conversation.Tenant)
            ? null
            : new GateRefusal("tenant", "I do not serve this organisation. Ask the people who run me to set it up."));
}
