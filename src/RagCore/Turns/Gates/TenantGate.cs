using System.Collections.Frozen;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Turns.Gates;

/// <summary>Refuses messages of organisations this installation does not serve.</summary>
internal sealed class TenantGate(IOptions<KnowledgeOptions> knowledge) : IInboundGate
{
    private readonly FrozenSet<string> _tenants = knowledge.Value.Sources
        .Select(source => source.Tenant)
        .Append(TenantId.Default.Value)
        .ToFrozenSet(StringComparer.Ordinal);

    public ValueTask<GateRefusal?> CheckAsync(InboundMessage message, CancellationToken cancellationToken)
        => ValueTask.FromResult(_tenants.Contains(message.Conversation.Tenant.Value)
            ? null
            : new GateRefusal("tenant", "I do not serve this organisation. Ask the people who run me to set it up."));
}
