using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Memory;

/// <summary>Thread memory in this process, read from the journal when a thread is cold.</summary>
internal sealed class InProcessConversationMemory(ITurnJournal journal, TimeProvider time, IOptions<MemoryOptions> options)
    : IConversationMemory, IDisposable
{
    private readonly ThreadHistory _history = new(journal, time, options.Value);
    private readonly MemoryCache _threads = new(new MemoryCacheOptions { SizeLimit = options.Value.MaxThreads });

    public async Task<IReadOnlyList<Exchange>> RecallAsync(ConversationKey conversation, CancellationToken cancellationToken)
    {
        if (!_threads.TryGetValue(conversation, out IReadOnlyList<Exchange>? exchanges) || exchanges is null)
        {
            exchanges = await _history.ReadAsync(conversation, cancellationToken);
            Keep(conversation, exchanges);
        }

        return _history.Recent(exchanges);
    }

    public Task AppendAsync(ConversationKey conversation, Exchange exchange, CancellationToken cancellationToken)
    {
        // A cold thread stays cold: the journal holds the exchange already and is read when the thread speaks again.
        if (_threads.TryGetValue(conversation, out IReadOnlyList<Exchange>? exchanges) && exchanges is not null)
        {
            Keep(conversation, _history.Recent([.. exchanges.Where(known => known.TurnId != exchange.TurnId), exchange]));
        }

        return Task.CompletedTask;
    }

    public Task DropAsync(ConversationKey conversation, CancellationToken cancellationToken)
    {
        _threads.Remove(conversation);
        return Task.CompletedTask;
    }

    public async Task ForgetAsync(ConversationKey conversation, CancellationToken cancellationToken)
    {
        await _history.ForgetAsync(conversation, cancellationToken);
        _threads.Remove(conversation);
    }

    public void Dispose() => _threads.Dispose();

    private void Keep(ConversationKey conversation, IReadOnlyList<Exchange> exchanges)
        => _threads.Set(conversation, exchanges, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = options.Value.Window });
}
