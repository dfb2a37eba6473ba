using System.Globalization;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.RagCore.Turns.Gates;

/// <summary>Refuses messages that waited past their deadline: nothing expensive is done for an answer that comes too late .</summary>
internal sealed class DeadlineGate(TimeProvider time) : IInboundGate
{
    public ValueTask<GateRefusal?> CheckAsync(InboundMessage message, CancellationToken cancellationToken)
        => ValueTask.FromResult(time.GetUtcNow() < message.Deadline ? null : new GateRefusal("overdue", TextFor(message)));

    private static string TextFor(InboundMessage message)
    {
        var asked = message.SentAt.ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture);
        return Phrases.For(message.ReplyLanguage).Say(Phrase.Overdue, ("time", asked));
    }
}
