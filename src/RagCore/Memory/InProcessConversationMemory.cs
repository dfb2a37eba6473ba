using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Memory;

/// <summary>Thread memory in this process, read from the journal when a thread is cold.</summary>
internal sealed class InProcessConversationMemory(ITurnJournal journal, TimeProvider time, IOptions<MemoryOptions> options)
    : IConversationMemory, IDisposable
{
    private readonly MemoryCache _threads = new(new MemoryCacheOptions { SizeLimit = options.Value.MaxThreads });

    public async Task<IReadOnlyList<Exchange>> RecallAsync(ConversationKey conversation, CancellationToken cancellationToken)
    {
        if (!_threads.TryGetValue(conversation, out IReadOnlyList<Exchange>? exchanges) || exchanges is null)
        {
            exchanges = await ReadAsync(conversation, cancellationToken);
            Keep(conversation, exchanges);
        }

        return Recent(exchanges);
    }

    public Task AppendAsync(ConversationKey conversation, Exchange exchange, CancellationToken cancellationToken)
    {
        // A cold thread stays cold: the journal holds the exchange already and is read when the thread speaks again.
        if (_threads.TryGetValue(conversation, out IReadOnlyList<Exchange>? exchanges) && exchanges is not null)
        {
            Keep(conversation, Recent([.. exchanges.Where(known => known.TurnId != exchange.TurnId), exchange]));
        }

        return Task.CompletedTask;
    }

    public async Task ForgetAsync(ConversationKey conversation, CancellationToken cancellationToken)
    {
        await journal.ForgetThreadAsync(conversation, cancellationToken);
        _threads.Remove(conversation);
    }

    public void Dispose() => _threads.Dispose();

    private async Task<IReadOnlyList<Exchange>> ReadAsync(ConversationKey conversation, CancellationToken cancellationToken)
    {
        var turns = await journal.ListThreadAsync(conversation, Oldest(), options.Value.MaxExchanges, cancellationToken);
        return [.. turns.Where(turn => turn.Answer is { Question.Length: > 0 }).Select(Remembered)];
    }

    private static Exchange Remembered(TurnRecord turn)
        => new(turn.Message.TurnId, turn.Answer!.Question, turn.Answer.Reply, turn.Message.SentAt);

    private Exchange[] Recent(IReadOnlyList<Exchange> exchanges)
    {
        // Messages of a thread arrive in any order; what was said last is what a follow-up leans on (S-28).
        return [.. exchanges.Where(exchange => exchange.At >= Oldest()).OrderBy(exchange => exchange.At).TakeLast(options.Value.MaxExchanges)];
    }

    private DateTimeOffset Oldest() => time.GetUtcNow() - options.Value.Window;

    private void Keep(ConversationKey conversation, IReadOnlyList<Exchange> exchanges)
        => _threads.Set(conversation, exchanges, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = options.Value.Window });
}
