using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Storage.Embedded;

/// <summary>
/// Which turn runs next: the first of each thread, oldest first, when it is due. Waits without polling. Guarded by the store's gate,
/// but for the timer, which takes it.
/// </summary>
internal sealed class TurnQueue(Lock gate, TurnTable turns, TimeProvider time) : IDisposable
{
    // Looked at again at least this often, since the wall clock may be set forward.
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(1);

    // No turn is put off for longer: a due time farther away was written by a clock that was wrong.
    private static readonly TimeSpan MaxDelay = TimeSpan.FromHours(1);

    private readonly PriorityQueue<ThreadEntry, long> _ready = new();
    private readonly PriorityQueue<ThreadEntry, long> _delayed = new();
    private readonly LinkedList<TaskCompletionSource<PendingTurn>> _waiting = new();
    private ITimer? _timer;
    private long _lastToken;
    private bool _started;

    public int LeasedCount { get; private set; }

    /// <summary>Begins to hand turns out: everything that the log left unfinished is free again, and due.</summary>
    public void Start()
    {
        _timer = time.CreateTimer(static state => ((TurnQueue)state!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _started = true;
        for (var turn = turns.Oldest; turn is not null; turn = turn.Newer)
        {
            _lastToken = Math.Max(_lastToken, turn.Token);
            turn.DueAt = 0;
            Touch(turn.Entry.Thread);
        }
    }

    /// <summary>Looks at a thread again after one of its turns changed.</summary>
    public void Touch(ThreadEntry thread)
    {
        if (!_started || thread.First is not { Work: PendingWork.None } first || thread.QueuedAt == first.Entry.Accepted.Order)
        {
            return;
        }

        first.DueAt = Math.Min(first.DueAt, (time.GetUtcNow() + MaxDelay).UtcTicks);
        if (first.DueAt > time.GetUtcNow().UtcTicks)
        {
            Delay(thread, first.DueAt);
            return;
        }

        thread.QueuedAt = first.Entry.Accepted.Order;
        _ready.Enqueue(thread, thread.QueuedAt);
    }

    /// <summary>Gives what can run to those who wait.</summary>
    public void Dispatch()
    {
        while (_waiting.First is { } waiter && TakeNext() is { } turn)
        {
            _waiting.RemoveFirst();
            Lease(turn);
            waiter.Value.SetResult(turn);
        }
    }

    /// <summary>Returns a turn, leased, as soon as there is one.</summary>
    public async Task<PendingTurn> TakeAsync(CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource<PendingTurn>> waiter;
        lock (gate)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!_started)
            {
                throw Closed();
            }

            waiter = _waiting.AddLast(new TaskCompletionSource<PendingTurn>(TaskCreationOptions.RunContinuationsAsynchronously));
            Dispatch();
        }

        await using var registration = cancellationToken.UnsafeRegister(_ => Withdraw(waiter, cancellationToken), null);
        return await waiter.Value.Task;
    }

    /// <summary>Takes note that a lease has ended.</summary>
    public void Ended() => LeasedCount--;

    public void Dispose()
    {
        _started = false;
        _timer?.Dispose();
        foreach (var waiter in _waiting)
        {
            waiter.SetException(Closed());
        }

        _waiting.Clear();
    }

    private static StoreUnavailableException Closed() => new("The store is not open.");

    private void Withdraw(LinkedListNode<TaskCompletionSource<PendingTurn>> waiter, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (waiter.List is null)
            {
                return;
            }

            _waiting.Remove(waiter);
        }

        waiter.Value.SetCanceled(cancellationToken);
    }

    private PendingTurn? TakeNext()
    {
        while (_ready.TryPeek(out var thread, out var order))
        {
            _ready.Dequeue();
            if (thread.QueuedAt != order)
            {
                continue;
            }

            thread.QueuedAt = 0;
            if (thread.First is { Work: PendingWork.None } first && first.DueAt <= time.GetUtcNow().UtcTicks && first.Entry.Accepted.Order == order)
            {
                return first;
            }

            Touch(thread);
        }

        return null;
    }

    private void Lease(PendingTurn turn)
    {
        turn.Work = PendingWork.Leased;
        turn.Attempt++;
        turn.Token = ++_lastToken;
        LeasedCount++;
    }

    private void Delay(ThreadEntry thread, long due)
    {
        if (thread.IsDelayed)
        {
            return;
        }

        if (!_delayed.TryPeek(out _, out var next) || due < next)
        {
            SetTimer(due);
        }

        thread.IsDelayed = true;
        _delayed.Enqueue(thread, due);
    }

    private void Wake()
    {
        lock (gate)
        {
            var now = time.GetUtcNow().UtcTicks;
            while (_delayed.TryPeek(out var thread, out var due) && due <= now)
            {
                _delayed.Dequeue();
                thread.IsDelayed = false;
                Touch(thread);
            }

            if (_delayed.TryPeek(out _, out var next))
            {
                SetTimer(next);
            }

            Dispatch();
        }
    }

    // A timer may fire a little early against the wall clock; a millisecond more keeps it from firing twice.
    private void SetTimer(long due)
    {
        var wait = TimeSpan.FromTicks(Math.Max(0, due - time.GetUtcNow().UtcTicks));
        _timer!.Change(wait < MaxWait ? wait + TimeSpan.FromMilliseconds(1) : MaxWait, Timeout.InfiniteTimeSpan);
    }
}
