using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Turns.Gates;

/// <summary>Refuses to answer where people of other organisations read along (S-84).</summary>
internal sealed class AudienceGate : IInboundGate
{
    public ValueTask<GateRefusal?> CheckAsync(InboundMessage message, CancellationToken cancellationToken)
        => ValueTask.FromResult(message.Audience is Audience.External ? GateRefusal.ExternalAudience(message) : null);
}
