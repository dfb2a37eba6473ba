using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Memory;

namespace ChatOpsBot.RagCore.Turns;

/// <summary>Lets a question lean on what it quotes: that was said just before, by whomever. What stands alone does not lean on it.</summary>
internal static class QuotedTalk
{
    public static IReadOnlyList<Exchange> Before(InboundMessage message, IReadOnlyList<Exchange> thread)
        => message.Quoted is { Length: > 0 } quoted
            ? [.. thread, new Exchange($"{message.TurnId}-quoted", quoted, new NoEvidenceReply(quoted, string.Empty, string.Empty), message.SentAt)]
            : thread;
}
