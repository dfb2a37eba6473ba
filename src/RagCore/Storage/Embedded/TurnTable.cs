using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Log;
using ChatOpsBot.RagCore.Storage.Serialization;

namespace ChatOpsBot.RagCore.Storage.Embedded;

/// <summary>The turns and threads that the log tells of. The same steps are taken at the start and live. Guarded by the store's gate.</summary>
internal sealed class TurnTable
{
    private readonly Dictionary<KeyHash, TurnEntry> _turns = [];
    private readonly Dictionary<KeyHash, ThreadEntry> _threads = [];
    private readonly Dictionary<KeyHash, TurnEntry> _latestOfPerson = [];
    private readonly Dictionary<TurnEntry, DeadEntry> _dead = [];

    /// <summary>Gets the unfinished turn that arrived first.</summary>
    public PendingTurn? Oldest { get; private set; }

    public PendingTurn? Newest { get; private set; }

    public int PendingCount { get; private set; }

    public bool Knows(KeyHash turn) => _turns.ContainsKey(turn);

    public TurnEntry? Find(KeyHash turn) => _turns.GetValueOrDefault(turn);

    public ThreadEntry? FindThread(KeyHash thread) => _threads.GetValueOrDefault(thread);

    /// <summary>Returns the newest turn of a person.</summary>
    public TurnEntry? FindLatestOf(KeyHash person) => _latestOfPerson.GetValueOrDefault(person);

    /// <summary>Returns the dead turns, the one that died last first.</summary>
    public IReadOnlyList<(TurnEntry Turn, DeadEntry Death)> ListDead(int limit)
        => [.. _dead.OrderByDescending(dead => dead.Value.At).Take(limit).Select(dead => (dead.Key, dead.Value))];

    /// <summary>Returns the turns that arrived before a time and were not withdrawn.</summary>
    public List<TurnSnapshot> ListBefore(long receivedAt)
        => [.. _turns.Values.Where(turn => turn.ReceivedAt < receivedAt && !turn.IsWithdrawn).Select(TurnSnapshot.Of)];

    /// <summary>Takes a step and returns the thread in which something may be able to run now.</summary>
    public ThreadEntry? Apply(LogPosition position, StoredRecord record) => record.Type switch
    {
        RecordType.Accepted => Accept(position, record),
        RecordType.Forgotten => Forget(position, record),
        _ => Find(record.Subject) is { } turn ? Step(turn, position, record) : null,
    };

    /// <summary>Forgets the turns that began in a segment. The caller has made sure that all have ended.</summary>
    public void Drop(int segment)
    {
        foreach (var (id, turn) in _turns)
        {
            if (turn.Accepted.Segment == segment)
            {
                _turns.Remove(id);
                _dead.Remove(turn);
                turn.Thread.Turns -= turn.State == TurnState.Cancelled ? 0 : 1;
            }
            else
            {
                turn.Earlier = turn.Earlier?.Accepted.Segment == segment ? null : turn.Earlier;
                turn.EarlierOfPerson = turn.EarlierOfPerson?.Accepted.Segment == segment ? null : turn.EarlierOfPerson;
            }
        }

        foreach (var (person, turn) in _latestOfPerson)
        {
            if (turn.Accepted.Segment == segment)
            {
                _latestOfPerson.Remove(person);
            }
        }

        foreach (var (id, thread) in _threads)
        {
            if (thread.Latest?.Accepted.Segment == segment)
            {
                _threads.Remove(id);
            }
        }
    }

    private ThreadEntry? Accept(LogPosition position, StoredRecord record)
    {
        if (_turns.ContainsKey(record.Subject))
        {
            return null;
        }

        var thread = ThreadOf(record.Thread);
        var turn = new TurnEntry
        {
            Thread = thread,
            Accepted = position,
            Message = position,
            ReceivedAt = record.ReceivedAt,
            MessageIdChecksum = record.MessageIdChecksum,
            Earlier = thread.Latest,
        };
        turn.Pending = new PendingTurn { Entry = turn, MessageIdChecksum = record.MessageIdChecksum };
        thread.Latest = turn;
        if (record.Person is { } person)
        {
            turn.EarlierOfPerson = FindLatestOf(person);
            _latestOfPerson[person] = turn;
        }

        thread.Turns++;
        _turns.Add(record.Subject, turn);
        Enlist(turn.Pending);
        return thread;
    }

    private ThreadEntry? Forget(LogPosition position, StoredRecord record)
    {
        if (FindThread(record.Subject) is { } thread)
        {
            thread.Forgotten = position;
        }

        return null;
    }

    private ThreadEntry? Step(TurnEntry turn, LogPosition position, StoredRecord record)
    {
        if (record.Type is RecordType.Withdrawn)
        {
            (turn.Message, turn.Answer, turn.IsWithdrawn) = (position, default, true);
            return null;
        }

        if (turn.Pending is not { } pending)
        {
            return record.Type is RecordType.Replayed && turn.State is TurnState.Dead ? Revive(turn, position, record) : null;
        }

        switch (record.Type)
        {
            case RecordType.Edited:
                turn.Message = position;
                return turn.Thread;
            case RecordType.ReceiptStored:
                turn.Receipt = position;
                return null;
            case RecordType.Answered or RecordType.QuestionAnswered:
                turn.Answer = position;
                turn.State = TurnState.Answered;
                pending.Work &= ~PendingWork.Answering;
                return null;
            case RecordType.Leased:
                pending.Attempt = record.Attempt;
                pending.Token = record.Number;
                return null;
            case RecordType.Retried or RecordType.Released:
                pending.DueAt = record.Number;
                return GiveBack(pending, record);
            case RecordType.Delivered:
                return End(pending, TurnState.Delivered);
            case RecordType.Dead:
                _dead[turn] = new DeadEntry(position, pending.Attempt);
                return End(pending, TurnState.Dead);
            case RecordType.Cancelled:
                turn.Thread.Turns--;
                return End(pending, TurnState.Cancelled);
            default:
                return null;
        }
    }

    private ThreadEntry Revive(TurnEntry turn, LogPosition position, StoredRecord record)
    {
        _dead.Remove(turn);
        turn.Replayed = position;
        turn.Answer = record.KeepsAnswer ? turn.Answer : default;
        turn.State = turn.Answer.IsSomewhere ? TurnState.Answered : TurnState.Received;
        turn.Pending = new PendingTurn { Entry = turn, MessageIdChecksum = null };
        Enlist(turn.Pending);
        return turn.Thread;
    }

    private static ThreadEntry GiveBack(PendingTurn pending, StoredRecord record)
    {
        pending.Attempt = record.Attempt;
        pending.Work = PendingWork.None;
        if (pending.NextInThread?.Entry.Accepted < pending.Entry.Accepted)
        {
            // An older one was replayed while this one ran.
            RemoveFromThread(pending);
            AddToThread(pending);
        }

        return pending.Entry.Thread;
    }

    private ThreadEntry End(PendingTurn pending, TurnState state)
    {
        pending.Entry.State = state;
        pending.Entry.Pending = null;
        Delist(pending);
        return pending.Entry.Thread;
    }

    private ThreadEntry ThreadOf(KeyHash id)
    {
        if (!_threads.TryGetValue(id, out var thread))
        {
            thread = new ThreadEntry();
            _threads.Add(id, thread);
        }

        return thread;
    }

    // The order of arrival decides what a thread does next and which segments are needed.
    private void Enlist(PendingTurn pending)
    {
        AddToThread(pending);
        var newer = FirstAfter(pending);
        pending.Newer = newer;
        pending.Older = newer is null ? Newest : newer.Older;
        if (pending.Older is { } older)
        {
            older.Newer = pending;
        }
        else
        {
            Oldest = pending;
        }

        if (newer is not null)
        {
            newer.Older = pending;
        }
        else
        {
            Newest = pending;
        }

        PendingCount++;
    }

    // What was just accepted is the newest; what is replayed is mostly older than all that waits.
    private PendingTurn? FirstAfter(PendingTurn pending)
    {
        if (Newest?.Entry.Accepted < pending.Entry.Accepted)
        {
            return null;
        }

        var turn = Oldest;
        while (turn is not null && turn.Entry.Accepted < pending.Entry.Accepted)
        {
            turn = turn.Newer;
        }

        return turn;
    }

    private static void AddToThread(PendingTurn pending)
    {
        var thread = pending.Entry.Thread;
        var before = thread.Last;
        if (before is not null && pending.Entry.Accepted < before.Entry.Accepted)
        {
            before = LastBefore(pending, thread.First!);
        }

        pending.NextInThread = before is null ? thread.First : before.NextInThread;
        if (before is null)
        {
            thread.First = pending;
        }
        else
        {
            before.NextInThread = pending;
        }

        thread.Last = pending.NextInThread is null ? pending : thread.Last;
    }

    // The one that runs stays the first: a thread runs one turn at a time.
    private static PendingTurn? LastBefore(PendingTurn pending, PendingTurn first)
    {
        var before = first.Work.HasFlag(PendingWork.Leased) ? first : null;
        for (var turn = before is null ? first : first.NextInThread; turn is not null && turn.Entry.Accepted < pending.Entry.Accepted; turn = turn.NextInThread)
        {
            before = turn;
        }

        return before;
    }

    private void Delist(PendingTurn pending)
    {
        RemoveFromThread(pending);
        if (pending.Older is { } older)
        {
            older.Newer = pending.Newer;
        }

        if (pending.Newer is { } newer)
        {
            newer.Older = pending.Older;
        }

        Oldest = Oldest == pending ? pending.Newer : Oldest;
        Newest = Newest == pending ? pending.Older : Newest;
        PendingCount--;
    }

    private static void RemoveFromThread(PendingTurn pending)
    {
        var thread = pending.Entry.Thread;
        PendingTurn? before = null;
        for (var turn = thread.First; turn is not null && turn != pending; turn = turn.NextInThread)
        {
            before = turn;
        }

        if (before is null)
        {
            thread.First = pending.NextInThread;
        }
        else
        {
            before.NextInThread = pending.NextInThread;
        }

        thread.Last = thread.Last == pending ? before : thread.Last;
    }
}

/// <summary>What is in memory of a turn's death.</summary>
/// <param name="At">Where it was given up.</param>
/// <param name="Attempts">How often it had been tried.</param>
internal readonly record struct DeadEntry(LogPosition At, int Attempts);
