using ChatOpsBot.RagCore.Storage.Log;
using ChatOpsBot.RagCore.Storage.Serialization;

namespace ChatOpsBot.RagCore.Storage.Embedded;

/// <summary>
/// The dedupe keys: those of stored messages, and those of messages on their way to the disk. A message is a duplicate only of a
/// stored one; of one on its way it has to await the end. Guarded by the store's gate.
/// </summary>
internal sealed class ClaimTable(TimeSpan window, int maxPending)
{
    private readonly DedupeTable _stored = new(window);
    private readonly Dictionary<KeyHash, Claim> _claimed = [];

    /// <summary>Gets how many messages are on their way.</summary>
    public int OnTheWay { get; private set; }

    /// <summary>Claims all keys of a message, or none.</summary>
    public ClaimResult TryClaim(AppendTicket ticket, TurnTable turns, out Claim claim)
    {
        var record = new StoredRecord(ticket.Payload);
        claim = Claim.None;
        if (turns.Knows(record.Subject))
        {
            return ClaimResult.Duplicate;
        }

        for (var keys = record.DedupeKeys; !keys.IsEmpty; keys = keys[KeyHash.Size..])
        {
            if (_stored.Knows(KeyHash.Read(keys), record.At))
            {
                return ClaimResult.Duplicate;
            }
        }

        if (FindOther(record) is { } other)
        {
            claim = other;
            return ClaimResult.OnTheWay;
        }

        if (turns.PendingCount + OnTheWay >= maxPending)
        {
            return ClaimResult.Full;
        }

        claim = Enter(record);
        return ClaimResult.Claimed;
    }

    /// <summary>Turns the claims of a message that was stored into lasting ones.</summary>
    public void Confirm(StoredRecord record)
    {
        for (var keys = record.DedupeKeys; !keys.IsEmpty; keys = keys[KeyHash.Size..])
        {
            _stored.Claim(KeyHash.Read(keys), record.At);
        }

        if (_claimed.Count > 0)
        {
            Leave(record);
        }
    }

    /// <summary>Frees the keys of a message that could not be stored.</summary>
    public void Release(StoredRecord record) => Leave(record);

    private Claim? FindOther(StoredRecord record)
    {
        if (_claimed.TryGetValue(record.Subject, out var other))
        {
            return other;
        }

        for (var keys = record.DedupeKeys; !keys.IsEmpty; keys = keys[KeyHash.Size..])
        {
            if (_claimed.TryGetValue(KeyHash.Read(keys), out other))
            {
                return other;
            }
        }

        return null;
    }

    private Claim Enter(StoredRecord record)
    {
        var claim = new Claim();
        _claimed[record.Subject] = claim;
        for (var keys = record.DedupeKeys; !keys.IsEmpty; keys = keys[KeyHash.Size..])
        {
            _claimed[KeyHash.Read(keys)] = claim;
        }

        OnTheWay++;
        return claim;
    }

    private void Leave(StoredRecord record)
    {
        if (!_claimed.Remove(record.Subject, out var claim))
        {
            return;
        }

        OnTheWay--;
        for (var keys = record.DedupeKeys; !keys.IsEmpty; keys = keys[KeyHash.Size..])
        {
            _claimed.Remove(KeyHash.Read(keys));
        }

        claim.Settle();
    }
}

/// <summary>What the keys of a message say about it.</summary>
internal enum ClaimResult
{
    Claimed,
    Duplicate,
    OnTheWay,
    Full,
}

/// <summary>The keys of one message on its way to the disk, and those who wait to know whether it arrived.</summary>
internal sealed class Claim
{
    public static readonly Claim None = new();

    private TaskCompletionSource? _settled;

    /// <summary>Completes when the message is stored or its keys are free again. Under the store's gate.</summary>
    public Task Settled() => (_settled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Tells those who wait. Under the store's gate.</summary>
    public void Settle() => _settled?.TrySetResult();
}
