using System.Text;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Records;
using ChatOpsBot.RagCore.Storage.Serialization;

namespace ChatOpsBot.RagCore.Storage.Embedded;

/// <summary>
/// Keeps records in the log of this process. Who writes a record holds its lock from the look at its version until it is durable, so that of
/// several one succeeds. A record outlives its segment: before that is dropped it is written again, at the end of the log.
/// </summary>
internal sealed class EmbeddedRecordStore(EmbeddedStore store, TimeProvider time) : IRecordStore
{
    private readonly SemaphoreSlim[] _locks = [.. Enumerable.Range(0, 32).Select(_ => new SemaphoreSlim(1, 1))];
    private int _isCarrying;

    private long Now => time.GetUtcNow().UtcTicks;

    private EmbeddedState State => store.State;

    public Task<KeptRecord?> FindAsync(RecordKey key, CancellationToken cancellationToken)
    {
        RecordRules.Check(key);
        cancellationToken.ThrowIfCancellationRequested();
        store.Open();
        return Task.FromResult(Entry(NameOf(key)) is { } entry && Read(entry) is { } value ? new KeptRecord(key, value, entry.Version) : null);
    }

    public Task<IReadOnlyList<KeptRecord>> ListAsync(RecordKind kind, string prefix, string? after, int limit, CancellationToken cancellationToken)
    {
        RecordRules.CheckPage(prefix, limit);
        cancellationToken.ThrowIfCancellationRequested();
        store.Open();
        IReadOnlyList<(string Name, RecordEntry Entry)> found;
        lock (State.Gate)
        {
            found = State.Records.List(NameOf(kind, prefix), after is null ? null : NameOf(kind, after), limit, Now);
        }

        var page = new List<KeptRecord>(found.Count);
        foreach (var (name, entry) in found)
        {
            var key = new RecordKey(kind, name[NameOf(kind, string.Empty).Length..]);
            if (Read(entry) is { } value)
            {
                page.Add(new KeptRecord(key, value, entry.Version));
            }
        }

        return Task.FromResult<IReadOnlyList<KeptRecord>>(page);
    }

    public async Task<bool> TryWriteAsync(RecordKey key, string value, long expectedVersion, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        RecordRules.Check(key, value, expectedVersion, lifetime);
        store.Open();
        var name = NameOf(key);
        var gate = LockOf(name);
        await gate.WaitAsync(cancellationToken);
        try
        {
            if ((Entry(name)?.Version ?? 0) != expectedVersion)
            {
                return false;
            }

            await WriteAsync(name, TakeVersion(), lifetime is { } lasts ? Now + lasts.Ticks : 0, Encoding.UTF8.GetBytes(value));
            return true;
        }
        finally
        {
            gate.Release();
        }
    }

    public async Task<bool> TryRemoveAsync(RecordKey key, long? expectedVersion, CancellationToken cancellationToken)
    {
        RecordRules.Check(key);
        store.Open();
        var name = NameOf(key);
        var gate = LockOf(name);
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (Entry(name) is not { } entry)
            {
                return true;
            }

            if (expectedVersion is { } expected && expected != entry.Version)
            {
                return false;
            }

            var ticket = store.Log.Rent();
            store.Writer.RecordRemoved(ticket, name, entry.Version);
            await store.CommitAsync(ticket);
            return true;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Writes again what a segment holds, and asks for it to be dropped then. Does nothing while that is being done.</summary>
    /// <param name="segment">The oldest segment.</param>
    /// <param name="names">What it holds.</param>
    public void CarryOver(int segment, IReadOnlyList<string> names)
    {
        if (Interlocked.Exchange(ref _isCarrying, 1) == 0)
        {
            _ = CarryAsync(segment, names);
        }
    }

    private async Task CarryAsync(int segment, IReadOnlyList<string> names)
    {
        // The log's own thread asked, and what follows waits for it.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            foreach (var name in names)
            {
                await CarryAsync(segment, name);
            }

            Volatile.Write(ref _isCarrying, 0);
            store.Log.RequestSweep();
        }
        catch (Exception fault) when (fault is StoreUnavailableException or ObjectDisposedException)
        {
            // Nothing is lost: the segment stays, and the next sweep tries again.
            Volatile.Write(ref _isCarrying, 0);
        }
    }

    private async Task CarryAsync(int segment, string name)
    {
        var gate = LockOf(name);
        await gate.WaitAsync();
        try
        {
            if (Entry(name) is { } entry && entry.Position.Segment == segment && Read(entry) is { } value)
            {
                await WriteAsync(name, entry.Version, entry.ExpiresAt, Encoding.UTF8.GetBytes(value));
            }
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task WriteAsync(string name, long version, long expiresAt, byte[] value)
    {
        var ticket = store.Log.Rent();
        store.Writer.RecordKept(ticket, name, version, expiresAt, value);
        await store.CommitAsync(ticket);
    }

    private RecordEntry? Entry(string name)
    {
        lock (State.Gate)
        {
            return State.Records.Find(name, Now);
        }
    }

    private long TakeVersion()
    {
        lock (State.Gate)
        {
            return State.Records.TakeVersion();
        }
    }

    private string? Read(RecordEntry entry) => store.Log.Read(entry.Position, static payload => Encoding.UTF8.GetString(new StoredRecord(payload).Body));

    private SemaphoreSlim LockOf(string name) => _locks[(uint)string.GetHashCode(name, StringComparison.Ordinal) % _locks.Length];

    private static string NameOf(RecordKey key) => NameOf(key.Kind, key.Key);

    private static string NameOf(RecordKind kind, string key) => $"{kind}/{key}";
}
