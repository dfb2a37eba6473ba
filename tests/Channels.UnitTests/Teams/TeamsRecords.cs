using System.Collections.Concurrent;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Records;

namespace ChatOpsBot.Channels.UnitTests.Teams;

/// <summary>Records in memory, and how often they were written.</summary>
internal sealed class TeamsRecords : IRecordStore
{
    private readonly ConcurrentDictionary<RecordKey, KeptRecord> _records = new();
    private int _writes;

    /// <summary>Gets or sets a value indicating whether the store is down.</summary>
    public bool IsDown { get; set; }

    public int Writes => _writes;

    public IReadOnlyList<KeptRecord> All => [.. _records.Values];

    public Task<KeptRecord?> FindAsync(RecordKey key, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        return Task.FromResult(_records.GetValueOrDefault(key));
    }

    public Task<IReadOnlyList<KeptRecord>> ListAsync(RecordKind kind, string prefix, string? after, int limit, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    public Task<bool> TryWriteAsync(RecordKey key, string value, long expectedVersion, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        Interlocked.Increment(ref _writes);
        var next = new KeptRecord(key, value, expectedVersion + 1);
        return Task.FromResult(expectedVersion == 0
            ? _records.TryAdd(key, next)
            : _records.TryGetValue(key, out var old) && old.Version == expectedVersion && _records.TryUpdate(key, next, old));
    }

    public Task<bool> TryRemoveAsync(RecordKey key, long? expectedVersion, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        _records.TryRemove(key, out _);
        return Task.FromResult(true);
    }

    private void ThrowIfDown()
    {
        if (IsDown)
        {
            throw new StoreUnavailableException("down for a test");
        }
    }
}
