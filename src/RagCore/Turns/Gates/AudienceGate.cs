using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Turns.Gates;

/// <summary>Refuses to answer where people of other organisations read along (S-84).</summary>
internal sealed class AudienceGate : IInboundGate
{
    private static readonly GateRefusal External = new(
        "external_audience",
        "People of other organisations can read this conversation, so I do not quote our documents here. Ask me in a direct message.");

    public ValueTask<GateRefusal?> CheckAsync(InboundMessage message, CancellationToken cancellationToken)
        => ValueTask.FromResult(message.Audience is Audience.External ? External : null);
}
