using ChatOpsBot.RagCore.Storage.Log;

namespace ChatOpsBot.RagCore.Storage.Embedded;

/// <summary>The kept records by name, kind and key in one, and where each is stored. Guarded by the store's gate.</summary>
internal sealed class RecordTable
{
    private readonly Dictionary<string, RecordEntry> _byName = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);
    private long _newestVersion;

    /// <summary>Returns the version of the next write: never one that a record had before, so that who waited too long can change nothing.</summary>
    public long TakeVersion() => ++_newestVersion;

    public RecordEntry? Find(string name, long now) => _byName.TryGetValue(name, out var entry) && !entry.IsExpired(now) ? entry : null;

    /// <summary>Returns the names that begin with a prefix and come after another one, in order.</summary>
    public IReadOnlyList<(string Name, RecordEntry Entry)> List(string prefix, string? after, int limit, long now)
    {
        var from = after is not null && string.CompareOrdinal(after, prefix) > 0 ? after : prefix;
        if (_names.Max is not { } last || string.CompareOrdinal(from, last) > 0)
        {
            return [];
        }

        return
        [
            .. _names.GetViewBetween(from, last)
                .TakeWhile(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .Where(name => name != after)
                .Select(name => (name, _byName[name]))
                .Where(found => !found.Item2.IsExpired(now))
                .Take(limit),
        ];
    }

    /// <summary>Returns what stands in a segment.</summary>
    public IReadOnlyList<string> HeldBy(int segment) => [.. _byName.Where(record => record.Value.Position.Segment == segment).Select(record => record.Key)];

    public void Apply(LogPosition position, StoredRecord record)
    {
        var name = record.RecordName;
        _newestVersion = Math.Max(_newestVersion, record.Number);
        if (record.Type == RecordType.RecordRemoved)
        {
            Forget(name);
            return;
        }

        _byName[name] = new RecordEntry(position, record.Number, record.ExpiresAt);
        _names.Add(name);
    }

    public void RemoveExpired(long now)
    {
        foreach (var name in _byName.Where(record => record.Value.IsExpired(now)).Select(record => record.Key).ToList())
        {
            Forget(name);
        }
    }

    /// <summary>Forgets the records that are stored in a segment.</summary>
    public void Drop(int segment)
    {
        foreach (var name in _byName.Where(record => record.Value.Position.Segment == segment).Select(record => record.Key).ToList())
        {
            Forget(name);
        }
    }

    private void Forget(string name)
    {
        _byName.Remove(name);
        _names.Remove(name);
    }
}

/// <summary>A record as it stands: 0 for <paramref name="ExpiresAt"/> is never.</summary>
internal readonly record struct RecordEntry(LogPosition Position, long Version, long ExpiresAt)
{
    public bool IsExpired(long now) => ExpiresAt != 0 && ExpiresAt <= now;
}
