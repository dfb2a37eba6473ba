using ChatOpsBot.RagCore.Storage.Embedded;
using ChatOpsBot.RagCore.Storage.Log;
using ChatOpsBot.RagCore.Storage.Serialization;

namespace ChatOpsBot.RagCore.Storage.Spool;

/// <summary>What waits, in order of arrival and by thread, and the bytes it stands in. Whoever calls holds <see cref="Gate"/>.</summary>
internal sealed class SpoolTable(SpoolSettings settings)
{
    private readonly Dictionary<KeyHash, SpoolEntry> _byTurn = [];
    private readonly Dictionary<KeyHash, ThreadLine> _threads = [];
    private readonly SortedSet<SpoolEntry> _heads = new(Comparer<SpoolEntry>.Create((left, right) => left.Accepted.CompareTo(right.Accepted)));
    private readonly LinkedList<SpoolEntry> _all = [];
    private readonly Dictionary<int, SegmentUse> _segments = [];
    private long _bytes;

    public Lock Gate { get; } = new();

    public SpoolKeys Keys { get; } = new(settings.MaxAge);

    /// <summary>Gets how many messages will still become turns.</summary>
    public int Waiting { get; private set; }

    /// <summary>Gets the message that has waited longest.</summary>
    public SpoolEntry? Oldest => _all.First?.Value;

    /// <summary>Gets a value indicating whether as much is kept as may be.</summary>
    public bool IsFull => _bytes + Keys.BytesOnTheWay >= settings.MaxBytes;

    /// <summary>Gets a value indicating whether something could be handed over now.</summary>
    public bool HasWork => _heads.Any(entry => entry.Work == SpoolWork.None);

    public bool HasThread(KeyHash thread) => _threads.ContainsKey(thread);

    public bool Fits(int frameLength) => _bytes + Keys.BytesOnTheWay + frameLength <= settings.MaxBytes;

    /// <summary>Claims the keys of a message that is to be written, unless somebody has them.</summary>
    public ClaimResult TryClaim(AppendTicket ticket, out Claim claim)
    {
        var record = new StoredRecord(ticket.Payload);
        claim = Claim.None;
        if (_byTurn.ContainsKey(record.Subject) || Keys.AnyKnown(record))
        {
            return ClaimResult.Duplicate;
        }

        if (Keys.FindOther(record) is { } other)
        {
            claim = other;
            return ClaimResult.OnTheWay;
        }

        if (!Fits(ticket.Frame.Length))
        {
            return ClaimResult.Full;
        }

        Keys.Enter(record, ticket.Frame.Length);
        return ClaimResult.Claimed;
    }

    /// <summary>Takes what a record says, at the start and when it has just become durable.</summary>
    public void Apply(LogPosition position, ReadOnlySpan<byte> payload)
    {
        var length = payload.Length + Frame.HeaderSize;
        UseOf(position.Segment).Bytes += length;
        _bytes += length;
        var record = new StoredRecord(payload);
        if (record.Type == RecordType.Accepted)
        {
            Keys.Leave(record);
            Add(position, record);
        }
        else if (_byTurn.TryGetValue(record.Subject, out var entry))
        {
            Change(entry, position, record);
        }
    }

    /// <summary>Takes up to so many messages, oldest first and one of each thread, to be handed over.</summary>
    public List<SpoolEntry> Take(int count)
    {
        List<SpoolEntry> taken = [.. _heads.Where(entry => entry.Work == SpoolWork.None).Take(count)];
        taken.ForEach(entry => entry.Work = SpoolWork.Draining);
        return taken;
    }

    /// <summary>Returns the messages of a thread that wait, in order.</summary>
    public IEnumerable<SpoolEntry> InThread(KeyHash thread)
    {
        for (var entry = _threads.GetValueOrDefault(thread)?.First; entry is not null; entry = entry.Later)
        {
            yield return entry;
        }
    }

    /// <summary>Lets those behind it in its thread go on without it, and keeps it.</summary>
    public void SetAside(SpoolEntry entry)
    {
        Unlink(entry);
        entry.IsAside = true;
        entry.Free();
    }

    /// <summary>Returns what only waits to become too old.</summary>
    public List<SpoolEntry> ListAside() => [.. _all.Where(entry => entry.IsAside)];

    /// <summary>Forgets a message: it stands in the database, or was given up.</summary>
    public void Remove(SpoolEntry entry)
    {
        if (!_byTurn.Remove(entry.Turn))
        {
            return;
        }

        if (!entry.IsAside)
        {
            Unlink(entry);
        }

        _all.Remove(entry.Place!);
        Keys.Forget(entry);
        UseOf(entry.Accepted.Segment).Live--;
        Waiting -= entry.IsCancelled ? 0 : 1;
        entry.Free();
    }

    /// <summary>Says whether nothing in the segment waits, and forgets the segment when so.</summary>
    public bool LetGo(int segment)
    {
        var use = UseOf(segment);
        if (use.Live > 0)
        {
            return false;
        }

        _bytes -= use.Bytes;
        _segments.Remove(segment);
        return true;
    }

    /// <summary>Forgets everything, to be read anew.</summary>
    public void Clear()
    {
        _byTurn.Clear();
        _threads.Clear();
        _heads.Clear();
        _segments.Clear();
        foreach (var entry in _all)
        {
            Keys.Forget(entry);
            entry.Free();
        }

        _all.Clear();
        _bytes = 0;
        Waiting = 0;
    }

    private void Add(LogPosition position, StoredRecord record)
    {
        // A message whose flush failed may have been written again, by a process that could not know it was there.
        if (_byTurn.ContainsKey(record.Subject))
        {
            return;
        }

        var entry = new SpoolEntry
        {
            Accepted = position,
            Message = position,
            Turn = record.Subject,
            Thread = record.Thread,
            Keys = SpoolKeys.Of(record),
            MessageIdChecksum = record.MessageIdChecksum,
            ReceivedAt = record.ReceivedAt,
            SpooledAt = record.At,
        };
        _byTurn.Add(entry.Turn, entry);
        entry.Place = _all.AddLast(entry);
        Keys.Claim(entry);
        UseOf(position.Segment).Live++;
        Waiting++;
        Link(entry);
    }

    private void Change(SpoolEntry entry, LogPosition position, StoredRecord record)
    {
        switch (record.Type)
        {
            case RecordType.Edited:
                entry.Message = position;
                entry.ChangedAt = record.Number;
                break;
            case RecordType.Cancelled when !entry.IsCancelled:
                entry.IsCancelled = true;
                entry.ChangedAt = record.At;
                Waiting--;
                break;
            case RecordType.Delivered or RecordType.Dead:
                Remove(entry);
                break;
        }
    }

    private void Link(SpoolEntry entry)
    {
        if (_threads.TryGetValue(entry.Thread, out var line))
        {
            entry.Earlier = line.Last;
            line.Last.Later = entry;
            line.Last = entry;
            return;
        }

        _threads.Add(entry.Thread, new ThreadLine { First = entry, Last = entry });
        _heads.Add(entry);
    }

    private void Unlink(SpoolEntry entry)
    {
        var line = _threads[entry.Thread];
        _heads.Remove(entry);
        if (line.First == line.Last)
        {
            _threads.Remove(entry.Thread);
            return;
        }

        if (line.First == entry)
        {
            line.First = entry.Later!;
            _heads.Add(line.First);
        }

        line.Last = line.Last == entry ? entry.Earlier! : line.Last;
        entry.Earlier?.Later = entry.Later;
        entry.Later?.Earlier = entry.Earlier;
        entry.Earlier = null;
    }

    private SegmentUse UseOf(int segment)
    {
        if (!_segments.TryGetValue(segment, out var use))
        {
            use = new SegmentUse();
            _segments.Add(segment, use);
        }

        return use;
    }

    private sealed class ThreadLine
    {
        public required SpoolEntry First { get; set; }

        public required SpoolEntry Last { get; set; }
    }

    private sealed class SegmentUse
    {
        public int Live { get; set; }

        public long Bytes { get; set; }
    }
}
