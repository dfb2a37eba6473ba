using System.Security.Cryptography;
using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.RagCore.Storage.Serialization;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Storage.Redis;

/// <summary>The lists of threads in Redis.</summary>
internal sealed class RedisMemoryLog(RedisGuard guard, IOptions<MemoryOptions> options)
{
    // Longer than any reading of the journal.
    private static readonly TimeSpan ClaimDuration = TimeSpan.FromSeconds(30);

    private readonly long _window = (long)options.Value.Window.TotalMilliseconds;

    /// <summary>Returns the entries of a thread, or a claim to fill it. Neither means that Redis is to be done without.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="isUnreadable">What stands there cannot be read and is thrown away.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<RecalledLog> RecallAsync(KeyHash thread, bool isUnreadable, CancellationToken cancellationToken)
    {
        var claim = "c" + RandomNumberGenerator.GetHexString(32, lowercase: true);
        var outcome = await guard.TryScriptAsync(
            "memory_recall",
            RedisMemoryScripts.Recall,
            [RedisKeys.OfMemory(thread)],
            [RedisExchangeForm.Name, claim, (long)ClaimDuration.TotalMilliseconds, isUnreadable ? "1" : "0"],
            cancellationToken);
        if (!outcome.IsDone)
        {
            return default;
        }

        return outcome.Value!.IsNull ? new RecalledLog(null, claim) : new RecalledLog([.. ((byte[][])outcome.Value!).Skip(1)], null);
    }

    public Task FillAsync(KeyHash thread, string claim, IReadOnlyList<Exchange> exchanges, CancellationToken cancellationToken) => guard.TryScriptAsync(
        "memory_fill",
        RedisMemoryScripts.Fill,
        [RedisKeys.OfMemory(thread)],
        [RedisExchangeForm.Name, claim, _window, .. exchanges.Select(RedisExchangeForm.Write)],
        cancellationToken);

    /// <summary>Adds to a list that is there. Returns false when nobody knows whether that was done.</summary>
    public async Task<bool> AppendAsync(KeyHash thread, Exchange exchange, CancellationToken cancellationToken) => (await guard.TryScriptAsync(
        "memory_append",
        RedisMemoryScripts.Append,
        [RedisKeys.OfMemory(thread)],
        [RedisExchangeForm.Name, RedisExchangeForm.Write(exchange), options.Value.MaxExchanges, _window],
        cancellationToken)).IsDone;

    /// <summary>Deletes lists. Returns false when nobody knows whether that was done.</summary>
    public async Task<bool> DeleteAsync(IReadOnlyCollection<KeyHash> threads, CancellationToken cancellationToken) => (await guard.TryAsync(
        "memory_delete", database => database.KeyDeleteAsync([.. threads.Select(RedisKeys.OfMemory)]), cancellationToken)).IsDone;
}

/// <summary>What was found of a thread.</summary>
/// <param name="Entries">Its entries, when there is a list.</param>
/// <param name="Claim">The right to fill it, when there is none.</param>
internal readonly record struct RecalledLog(IReadOnlyList<byte[]>? Entries, string? Claim);
