using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Log;
using ChatOpsBot.RagCore.Storage.Serialization;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Storage.Embedded;

/// <summary>
/// Gives turns to workers and takes what they have to say. Leases live in this process, which is the only one: they do not run out,
/// and a restart frees them all.
/// </summary>
internal sealed partial class LeaseDesk(EmbeddedStore store, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan UnreadableDelay = TimeSpan.FromSeconds(30);

    private readonly EmbeddedState _state = store.State;
    private readonly TurnReader _reader = new(store.Log);

    public async Task<LeasedTurn> LeaseAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var turn = await _state.Queue.TakeAsync(cancellationToken);
            if (TryRead(turn) is { } leased)
            {
                await CountAsync(turn, leased.Lease);
                return leased;
            }
        }
    }

    public void Confirm(TurnLease lease)
    {
        lock (_state.Gate)
        {
            _ = Held(lease, KeyHash.Of(lease.TurnId));
        }
    }

    public Task RecordReceiptAsync(TurnLease lease, DeliveryReceipt receipt)
        => CommitAsync(lease, PendingWork.None, (ticket, id, _) => store.Writer.Receipt(ticket, id, receipt));

    public Task RecordAnswerAsync(TurnLease lease, StoredAnswer answer)
        => CommitAsync(lease, PendingWork.Answering, (ticket, _, _) => store.Writer.Answered(ticket, lease.TurnId, answer));

    public Task CompleteAsync(TurnLease lease)
        => CommitAsync(lease, PendingWork.Ending, (ticket, id, _) => store.Writer.Plain(ticket, RecordType.Delivered, id));

    public Task RetryAsync(TurnLease lease, TimeSpan delay, string cause)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        var due = time.GetUtcNow() + delay;
        return CommitAsync(lease, PendingWork.Ending, (ticket, id, turn) => store.Writer.Retried(ticket, id, due, turn.Attempt, cause));
    }

    public Task ReleaseAsync(TurnLease lease, TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        var due = time.GetUtcNow() + delay;
        return CommitAsync(
            lease, PendingWork.Ending, (ticket, id, turn) => store.Writer.Attempt(ticket, RecordType.Released, id, due.UtcTicks, turn.Attempt - 1));
    }

    public Task DeadLetterAsync(TurnLease lease, string cause)
        => CommitAsync(lease, PendingWork.Ending, (ticket, id, _) => store.Writer.Dead(ticket, id, cause));

    private async Task CommitAsync(TurnLease lease, PendingWork work, Action<AppendTicket, KeyHash, PendingTurn> write)
    {
        var id = KeyHash.Of(lease.TurnId);
        var turn = Begin(lease, id, work);
        try
        {
            var ticket = store.Log.Rent();
            write(ticket, id, turn);
            await store.CommitAsync(ticket);
        }
        catch
        {
            TakeBack(turn, work);
            throw;
        }
    }

    private PendingTurn Begin(TurnLease lease, KeyHash id, PendingWork work)
    {
        lock (_state.Gate)
        {
            var turn = Held(lease, id);
            if (work == PendingWork.Answering && (turn.Entry.Answer.IsSomewhere || turn.Work.HasFlag(PendingWork.Answering)))
            {
                throw new InvalidOperationException($"Turn {lease.TurnId} has an answer already.");
            }

            turn.Work |= work;
            return turn;
        }
    }

    private PendingTurn Held(TurnLease lease, KeyHash id)
        => _state.Turns.Find(id)?.Pending is { } turn
            && turn.Token == lease.FencingToken
            && (turn.Work & (PendingWork.Leased | PendingWork.Ending)) == PendingWork.Leased
                ? turn
                : throw new LeaseLostException(lease.TurnId);

    private void TakeBack(PendingTurn turn, PendingWork work)
    {
        lock (_state.Gate)
        {
            turn.Work &= ~work;
        }
    }

    // The attempt is durable before it has any effect outside: the next start must know that there was one, and look for what it posted.
    private async Task CountAsync(PendingTurn turn, TurnLease lease)
    {
        try
        {
            var ticket = store.Log.Rent();
            store.Writer.Attempt(ticket, RecordType.Leased, KeyHash.Of(lease.TurnId), lease.FencingToken, turn.Attempt);
            await store.CommitAsync(ticket);
        }
        catch (StoreUnavailableException)
        {
            SetAside(turn, TimeSpan.Zero);
            throw;
        }
    }

    // One turn that cannot be read must not keep the others from running: it goes to the back and is looked at again later.
    private LeasedTurn? TryRead(PendingTurn turn)
    {
        TurnSnapshot snapshot;
        long token;
        int attempt;
        lock (_state.Gate)
        {
            (snapshot, token, attempt) = (TurnSnapshot.Of(turn.Entry), turn.Token, turn.Attempt);
        }

        try
        {
            if (_reader.Read(snapshot) is { } stored)
            {
                var leased = new LeasedTurn(new TurnLease(stored.Message.TurnId, token), stored.Message, attempt, stored.Receipt, stored.Answer);
                return _reader.ReadReplayTime(snapshot.Replayed) is { } replayed ? Again(leased, replayed) : leased;
            }
        }
        catch (StoreUnavailableException unreadable)
        {
            TurnUnreadable(unreadable, snapshot.Message.Segment, snapshot.Message.Offset);
        }

        SetAside(turn, UnreadableDelay);
        return null;
    }

    // What earlier lives of the turn posted is not known for certain.
    private static LeasedTurn Again(LeasedTurn turn, DateTimeOffset replayed)
    {
        var deadline = replayed + IDeadLetters.ReplayWindow;
        return turn with
        {
            MayHavePosted = true,
            Message = turn.Message with { Deadline = deadline > turn.Message.Deadline ? deadline : turn.Message.Deadline },
        };
    }

    private void SetAside(PendingTurn turn, TimeSpan delay)
    {
        lock (_state.Gate)
        {
            turn.Work = PendingWork.None;
            turn.Attempt--;
            turn.DueAt = (time.GetUtcNow() + delay).UtcTicks;
            _state.Queue.Ended();
            _state.Queue.Touch(turn.Entry.Thread);
        }
    }

    [LoggerMessage(LogEvents.TurnUnreadable, LogLevel.Error, "The turn at byte {Offset} of segment {Segment} cannot be read; it is tried again later")]
    private partial void TurnUnreadable(Exception exception, int segment, int offset);
}
