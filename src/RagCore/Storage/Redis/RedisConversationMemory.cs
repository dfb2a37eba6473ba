using System.Collections.Concurrent;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.RagCore.Storage.Serialization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Storage.Redis;

/// <summary>Thread memory that replicas share. The journal is the truth: what Redis lacks, holds in a form nobody reads, or cannot be asked for, is read there.</summary>
internal sealed partial class RedisConversationMemory(
    RedisMemoryLog log, ITurnJournal journal, TimeProvider time, IOptions<MemoryOptions> options, ILogger<RedisConversationMemory> logger)
    : IConversationMemory
{
    private const int DeletedAtOnce = 500;

    private readonly ThreadHistory _history = new(journal, time, options.Value);

    // Threads whose list may lack an exchange or hold what was forgotten, because Redis could not be told. Deleted when it can.
    private readonly ConcurrentDictionary<KeyHash, byte> _stale = new();

    public async Task<IReadOnlyList<Exchange>> RecallAsync(ConversationKey conversation, CancellationToken cancellationToken)
    {
        var thread = Keys.OfThread(conversation);
        if (!await DeleteStaleAsync(cancellationToken) || _stale.ContainsKey(thread))
        {
            return await _history.ReadAsync(conversation, cancellationToken);
        }

        var found = await log.RecallAsync(thread, isUnreadable: false, cancellationToken);
        if (found.Entries is not null)
        {
            if (RedisExchangeForm.TryReadAll(found.Entries) is { } exchanges)
            {
                return _history.Recent(exchanges);
            }

            RedisValueUnreadable();
            found = await log.RecallAsync(thread, isUnreadable: true, cancellationToken);
        }

        return await RebuildAsync(conversation, thread, found.Claim, cancellationToken);
    }

    public async Task AppendAsync(ConversationKey conversation, Exchange exchange, CancellationToken cancellationToken)
    {
        // A cold thread stays cold: the journal holds the exchange already and is read when the thread speaks again.
        var thread = Keys.OfThread(conversation);
        await ChangeAsync(thread, () => log.AppendAsync(thread, exchange, cancellationToken), cancellationToken);
    }

    public async Task DropAsync(ConversationKey conversation, CancellationToken cancellationToken)
    {
        var thread = Keys.OfThread(conversation);
        await ChangeAsync(thread, () => log.DeleteAsync([thread], cancellationToken), cancellationToken);
    }

    public async Task ForgetAsync(ConversationKey conversation, CancellationToken cancellationToken)
    {
        // In this order: a rebuild that reads the journal in between finds its claim gone and fills nothing.
        var thread = Keys.OfThread(conversation);
        await _history.ForgetAsync(conversation, cancellationToken);
        await ChangeAsync(thread, () => log.DeleteAsync([thread], cancellationToken), cancellationToken);
    }

    private async Task<IReadOnlyList<Exchange>> RebuildAsync(
        ConversationKey conversation, KeyHash thread, string? claim, CancellationToken cancellationToken)
    {
        var exchanges = await _history.ReadAsync(conversation, cancellationToken);
        if (claim is not null)
        {
            await log.FillAsync(thread, claim, exchanges, cancellationToken);
        }

        return exchanges;
    }

    private async Task ChangeAsync(KeyHash thread, Func<Task<bool>> change, CancellationToken cancellationToken)
    {
        var isDone = false;
        try
        {
            isDone = await DeleteStaleAsync(cancellationToken) && await change();
        }
        finally
        {
            if (!isDone)
            {
                _stale[thread] = 0;
            }
        }
    }

    private async Task<bool> DeleteStaleAsync(CancellationToken cancellationToken)
    {
        if (_stale.IsEmpty)
        {
            return true;
        }

        // Taken off first: a thread that becomes stale again meanwhile stays so.
        KeyHash[] threads = [.. _stale.Keys.Take(DeletedAtOnce).Where(thread => _stale.TryRemove(thread, out _))];
        var isDone = false;
        try
        {
            return isDone = await log.DeleteAsync(threads, cancellationToken);
        }
        finally
        {
            if (!isDone)
            {
                Array.ForEach(threads, thread => _stale[thread] = 0);
            }
        }
    }

    [LoggerMessage(LogEvents.RedisValueUnreadable, LogLevel.Warning, "A thread's memory in Redis cannot be read; it is thrown away and read from the journal")]
    private partial void RedisValueUnreadable();
}
