using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.RagCore.Turns;

/// <summary>Refuses messages before any work is done. Gates are asked in order; the first refusal wins.</summary>
public interface IInboundGate
{
    /// <summary>Returns why the message is refused, or null.</summary>
    /// <exception cref="TurnDeferredException">It cannot be decided yet; the message waits.</exception>
    ValueTask<GateRefusal?> CheckAsync(InboundMessage message, CancellationToken cancellationToken);
}

/// <summary>A refusal, which the person is told.</summary>
/// <param name="Reason">A stable key for metrics, from a small closed set.</param>
/// <param name="Text">What the person reads.</param>
public sealed record GateRefusal(string Reason, string Text)
{
    /// <summary>Gets a value indicating whether it concerns the person who asked and nobody else.</summary>
    public bool IsForAsker { get; init; }

    /// <summary>Returns the refusal where people of other organisations read along (S-84).</summary>
    public static GateRefusal ExternalAudience(InboundMessage message) => Of("external_audience", message, Phrase.ExternalAudience);

    /// <summary>Returns a refusal in the language of the person.</summary>
    public static GateRefusal Of(string reason, InboundMessage message, Phrase text) => new(reason, Phrases.For(message.ReplyLanguage)[text]);
}
