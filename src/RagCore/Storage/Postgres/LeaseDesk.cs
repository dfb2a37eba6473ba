using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Serialization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ChatOpsBot.RagCore.Storage.Postgres;

/// <summary>
/// Gives turns to the workers of this replica: one statement leases for all who wait. Looks when something arrived here or elsewhere,
/// when a delay is over, and every second in case a notification was lost.
/// </summary>
internal sealed partial class LeaseDesk : IDisposable
{
    private const string Lease = "select id, fencing_token, attempt, message, receipt, answer, replayed_at from lease_turns($1, $2, $3)";

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UnreadableDelay = TimeSpan.FromSeconds(30);

    private readonly PostgresDatabase _database;
    private readonly LeaseKeeper _keeper;
    private readonly StepWriter _steps;
    private readonly TimeProvider _time;
    private readonly TimeSpan _duration;
    private readonly ILogger _logger;
    private readonly string _owner = $"{Environment.MachineName}:{Environment.ProcessId}";
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource<LeasedTurn>> _workers = [];
    private ITimer? _timer;
    private bool _isLeasing;
    private bool _isAskedAgain;

    public LeaseDesk(
        PostgresDatabase database, LeaseKeeper keeper, StepWriter steps, TimeProvider time, IOptions<InboxOptions> options, ILogger<LeaseDesk> logger)
    {
        _database = database;
        _keeper = keeper;
        _steps = steps;
        _time = time;
        _duration = options.Value.LeaseDuration;
        _logger = logger;
    }

    /// <summary>Polls from now on.</summary>
    public void Start() => _timer = _time.CreateTimer(_ => Wake(), state: null, Poll, Poll);

    public async Task<LeasedTurn> LeaseAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var worker = new TaskCompletionSource<LeasedTurn>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _workers.AddLast(worker);
        }

        await using var cancelled = cancellationToken.Register(() => Leave(worker, cancellationToken));
        Wake();
        return await worker.Task;
    }

    /// <summary>Looks for turns now, if a worker waits for one.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            if (_isLeasing)
            {
                _isAskedAgain = true;
                return;
            }

            if (_workers.Count == 0)
            {
                return;
            }

            _isLeasing = true;
        }

        _ = LeaseForAllAsync();
    }

    /// <summary>Looks for turns when a delay is over.</summary>
    public void WakeAfter(TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Wake();
        }
        else if (delay < Poll)
        {
            _ = WakeLaterAsync(delay);
        }
    }

    public void Dispose() => _timer?.Dispose();

    private async Task WakeLaterAsync(TimeSpan delay)
    {
        await Task.Delay(delay, _time, CancellationToken.None);
        Wake();
    }

    private async Task LeaseForAllAsync()
    {
        await Task.Yield();
        while (WorkersWaiting() is > 0 and var count)
        {
            try
            {
                if (await LeaseAsync(count) < count && !AskAgain())
                {
                    return;
                }
            }
#pragma warning disable CA1031 // Whoever waits is told what it was, and waits again.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                Fail(failure);
            }
        }
    }

    private int WorkersWaiting()
    {
        lock (_gate)
        {
            _isAskedAgain = false;
            if (_workers.Count == 0)
            {
                _isLeasing = false;
            }

            return _workers.Count;
        }
    }

    private bool AskAgain()
    {
        lock (_gate)
        {
            if (!_isAskedAgain)
            {
                _isLeasing = false;
            }

            return _isAskedAgain;
        }
    }

    private async Task<int> LeaseAsync(int count)
    {
        var askedAt = _time.GetTimestamp();
        IReadOnlyList<LeasedRow> rows;
        try
        {
            rows = await _database.AcrossTenantsAsync(Lease, [Db.Int(count), Db.Text(_owner), Db.Interval(_duration)], ReadAsync, CancellationToken.None);
        }
        catch (StoreUnavailableException raced) when (raced.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Another replica leased a turn of the same thread in the same moment; now it is seen.
            return count;
        }

        foreach (var row in rows)
        {
            HandOut(row, askedAt);
        }

        return rows.Count;
    }

    private void HandOut(LeasedRow row, long askedAt)
    {
        var lease = new TurnLease(row.TurnId, row.FencingToken);
        if (TryRead(row, lease, askedAt) is not { } turn)
        {
            _ = TryReleaseAsync(lease, UnreadableDelay);
            return;
        }

        while (NextWorker() is { } worker)
        {
            if (worker.TrySetResult(turn))
            {
                return;
            }
        }

        // Everybody who waited has gone meanwhile.
        _keeper.LetGo(lease);
        _ = TryReleaseAsync(lease, TimeSpan.Zero);
    }

    // Behind the back of those who get turns: one that cannot be given back now is free when its lease is over.
    private async Task TryReleaseAsync(TurnLease lease, TimeSpan delay)
    {
        try
        {
            await _steps.WriteAsync(new Step(lease, StepKind.Release, Delay: delay));
        }
        catch (Exception fault) when (fault is StoreUnavailableException or LeaseLostException)
        {
            // Nothing else can be done for it here.
        }
    }

    // One turn that cannot be read must not keep the others from running: it goes to the back and is looked at again later.
    private LeasedTurn? TryRead(LeasedRow row, TurnLease lease, long askedAt)
    {
        try
        {
            var message = StoredForm.ReadMessage(StoredText.Bytes(row.Message));
            var answer = row.Answer is null ? null : StoredForm.ReadAnswer(StoredText.Bytes(row.Answer));
            var receipt = row.Receipt is null ? null : StoredForm.ReadReceipt(StoredText.Bytes(row.Receipt));
            var turn = new LeasedTurn(lease, message, row.Attempt, receipt, answer) { Lost = _keeper.Hold(lease, askedAt) };
            return row.ReplayedAt is { } replayed ? AfterReplay(turn, replayed + IDeadLetters.ReplayWindow) : turn;
        }
        catch (StoreUnavailableException unreadable)
        {
            RowUnreadable(unreadable, row.TurnId);
            return null;
        }
    }

    private static LeasedTurn AfterReplay(LeasedTurn turn, DateTimeOffset deadline) => turn with
    {
        Message = turn.Message.Deadline < deadline ? turn.Message with { Deadline = deadline } : turn.Message,
        MayHavePosted = true,
    };

    private TaskCompletionSource<LeasedTurn>? NextWorker()
    {
        lock (_gate)
        {
            var worker = _workers.First?.Value;
            if (worker is not null)
            {
                _workers.RemoveFirst();
            }

            return worker;
        }
    }

    private void Leave(TaskCompletionSource<LeasedTurn> worker, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _workers.Remove(worker);
        }

        worker.TrySetCanceled(cancellationToken);
    }

    private void Fail(Exception failure)
    {
        while (NextWorker() is { } worker)
        {
            worker.TrySetException(failure);
        }
    }

    private static async Task<IReadOnlyList<LeasedRow>> ReadAsync(NpgsqlDataReader reader)
    {
        var rows = new List<LeasedRow>();
        while (await reader.ReadAsync())
        {
            rows.Add(new LeasedRow(
                reader.GetString(0),
                reader.GetInt64(1),
                reader.GetInt32(2),
                reader.GetString(3),
                await reader.IsDBNullAsync(4) ? null : reader.GetString(4),
                await reader.IsDBNullAsync(5) ? null : reader.GetString(5),
                await reader.IsDBNullAsync(6) ? null : reader.GetFieldValue<DateTimeOffset>(6)));
        }

        return rows;
    }

    [LoggerMessage(LogEvents.TurnUnreadable, LogLevel.Error, "Turn {TurnId} cannot be read; it is tried again later")]
    private partial void RowUnreadable(Exception exception, string turnId);

    private sealed record LeasedRow(string TurnId, long FencingToken, int Attempt, string Message, string? Receipt, string? Answer, DateTimeOffset? ReplayedAt);
}
