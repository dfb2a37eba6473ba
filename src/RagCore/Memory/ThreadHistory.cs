using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.RagCore.Memory;

/// <summary>The thread as the journal tells it, which every memory is made from, and what of it is remembered.</summary>
internal sealed class ThreadHistory(ITurnJournal journal, TimeProvider time, MemoryOptions options)
{
    /// <summary>Returns what is remembered of the thread, oldest first.</summary>
    public async Task<IReadOnlyList<Exchange>> ReadAsync(ConversationKey conversation, CancellationToken cancellationToken)
    {
        var turns = await journal.ListThreadAsync(conversation, Oldest(), options.MaxExchanges, cancellationToken);
        return Recent(turns.Where(turn => turn.Answer is { Question.Length: > 0 }).Select(Remembered));
    }

    public Task ForgetAsync(ConversationKey conversation, CancellationToken cancellationToken)
        => journal.ForgetThreadAsync(conversation, cancellationToken);

    /// <summary>Messages of a thread arrive in any order; what was said last is what a follow-up leans on (S-28).</summary>
    public Exchange[] Recent(IEnumerable<Exchange> exchanges)
        => [.. exchanges.Where(exchange => exchange.At >= Oldest()).OrderBy(exchange => exchange.At).TakeLast(options.MaxExchanges)];

    private DateTimeOffset Oldest() => time.GetUtcNow() - options.Window;

    private static Exchange Remembered(TurnRecord turn)
        => new(turn.Message.TurnId, turn.Answer!.Question, turn.Answer.Reply, turn.Message.SentAt);
}
