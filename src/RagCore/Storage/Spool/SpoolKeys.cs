using ChatOpsBot.RagCore.Storage.Embedded;
using ChatOpsBot.RagCore.Storage.Serialization;

namespace ChatOpsBot.RagCore.Storage.Spool;

/// <summary>
/// The dedupe keys of what waits, of what is on its way to the disk, and of what was cancelled while it waited: the database never
/// hears of the last and would take it for new. Guarded by the table's gate.
/// </summary>
internal sealed class SpoolKeys(TimeSpan maxAge)
{
    private readonly Dictionary<KeyHash, SpoolEntry> _waiting = [];
    private readonly Dictionary<KeyHash, (Claim Claim, int Bytes)> _claimed = [];
    private readonly DedupeTable _cancelled = new(maxAge);
    private bool _anyCancelled;

    /// <summary>Gets how many bytes have been promised a place.</summary>
    public long BytesOnTheWay { get; private set; }

    /// <summary>Gets a value indicating whether no key can be known here.</summary>
    public bool IsEmpty => _waiting.Count == 0 && !_anyCancelled;

    public static KeyHash[] Of(StoredRecord record)
    {
        var keys = new KeyHash[record.DedupeKeys.Length / KeyHash.Size];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = KeyHash.Read(record.DedupeKeys[(i * KeyHash.Size)..]);
        }

        return keys;
    }

    public bool Knows(KeyHash key, long now) => _waiting.ContainsKey(key) || (_anyCancelled && _cancelled.Knows(key, now));

    public bool AnyKnown(StoredRecord record)
    {
        for (var keys = record.DedupeKeys; !keys.IsEmpty; keys = keys[KeyHash.Size..])
        {
            if (Knows(KeyHash.Read(keys), record.At))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds the message on its way to the disk that has the turn or one of the keys of another.</summary>
    public Claim? FindOther(StoredRecord record)
    {
        if (_claimed.TryGetValue(record.Subject, out var other))
        {
            return other.Claim;
        }

        for (var keys = record.DedupeKeys; !keys.IsEmpty; keys = keys[KeyHash.Size..])
        {
            if (_claimed.TryGetValue(KeyHash.Read(keys), out other))
            {
                return other.Claim;
            }
        }

        return null;
    }

    public void Enter(StoredRecord record, int bytes)
    {
        var claim = new Claim();
        _claimed[record.Subject] = (claim, bytes);
        for (var keys = record.DedupeKeys; !keys.IsEmpty; keys = keys[KeyHash.Size..])
        {
            _claimed[KeyHash.Read(keys)] = (claim, 0);
        }

        BytesOnTheWay += bytes;
    }

    /// <summary>Ends the way of a message to the disk, whether it arrived or not.</summary>
    public void Leave(StoredRecord record)
    {
        if (!_claimed.Remove(record.Subject, out var claimed))
        {
            return;
        }

        BytesOnTheWay -= claimed.Bytes;
        for (var keys = record.DedupeKeys; !keys.IsEmpty; keys = keys[KeyHash.Size..])
        {
            _claimed.Remove(KeyHash.Read(keys));
        }

        claimed.Claim.Settle();
    }

    public void Claim(SpoolEntry entry)
    {
        foreach (var key in entry.Keys)
        {
            _waiting[key] = entry;
        }
    }

    public void Forget(SpoolEntry entry)
    {
        foreach (var key in entry.Keys)
        {
            if (_waiting.TryGetValue(key, out var owner) && owner == entry)
            {
                _waiting.Remove(key);
            }

            if (entry.IsCancelled)
            {
                _cancelled.Claim(key, entry.ChangedAt);
                _anyCancelled = true;
            }
        }
    }
}
