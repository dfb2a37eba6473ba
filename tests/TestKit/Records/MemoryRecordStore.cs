using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Records;

namespace ChatOpsBot.TestKit.Records;

/// <summary>Records in memory, for tests of what uses them. Keeps what the contract says, and is down when told.</summary>
public sealed class MemoryRecordStore(TimeProvider time) : IRecordStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Entry> _records = new(StringComparer.Ordinal);
    private long _version;

    public MemoryRecordStore()
        : this(TimeProvider.System)
    {
    }

    /// <summary>Gets or sets a value indicating whether every call fails.</summary>
    public bool IsDown { get; set; }

    /// <summary>Gets every value that stands.</summary>
    public IReadOnlyList<string> Values
    {
        get
        {
            lock (_gate)
            {
                return [.. _records.Values.Select(entry => entry.Record.Value)];
            }
        }
    }

    public Task<KeptRecord?> FindAsync(RecordKey key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            RequireUp();
            return Task.FromResult(Live(key)?.Record);
        }
    }

    public Task<IReadOnlyList<KeptRecord>> ListAsync(RecordKind kind, string prefix, string? after, int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            RequireUp();
            return Task.FromResult<IReadOnlyList<KeptRecord>>(
            [
                .. _records.Values
                    .Select(entry => entry.Record.Key)
                    .Where(key => key.Kind == kind && key.Key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(key.Key, after) > 0)
                    .Select(key => Live(key)?.Record)
                    .OfType<KeptRecord>()
                    .Take(limit),
            ]);
        }
    }

    public Task<bool> TryWriteAsync(RecordKey key, string value, long expectedVersion, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            RequireUp();
            if ((Live(key)?.Record.Version ?? 0) != expectedVersion)
            {
                return Task.FromResult(false);
            }

            _records[NameOf(key)] = new Entry(new KeptRecord(key, value, ++_version), lifetime is { } lasts ? time.GetUtcNow() + lasts : null);
            return Task.FromResult(true);
        }
    }

    public Task<bool> TryRemoveAsync(RecordKey key, long? expectedVersion, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            RequireUp();
            if (Live(key) is { } entry && expectedVersion is { } expected && entry.Record.Version != expected)
            {
                return Task.FromResult(false);
            }

            _records.Remove(NameOf(key));
            return Task.FromResult(true);
        }
    }

    private Entry? Live(RecordKey key)
        => _records.TryGetValue(NameOf(key), out var entry) && (entry.ExpiresAt is not { } end || end > time.GetUtcNow()) ? entry : null;

    private void RequireUp()
    {
        if (IsDown)
        {
            throw new StoreUnavailableException("The test took the store down.");
        }
    }

    private static string NameOf(RecordKey key) => $"{key.Kind}/{key.Key}";

    private sealed record Entry(KeptRecord Record, DateTimeOffset? ExpiresAt);
}
