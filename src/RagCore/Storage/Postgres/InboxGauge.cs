using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Storage.Postgres;

/// <summary>
/// How much is waiting, as it was counted last, and what this replica has done since. Counted once a second, so that the bound of the
/// inbox holds for all replicas together but for what the others took in within that second.
/// </summary>
internal sealed class InboxGauge(PostgresDatabase database, TimeProvider time, IOptions<InboxOptions> options) : IDisposable
{
    private const string Count = "select count(*) filter (where not leased), count(*) filter (where leased), min(received_at) from turns where not ended";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private InboxStatistics _counted;
    private ITimer? _timer;
    private int _since;
    private int _isCounting;

    public InboxStatistics Statistics
    {
        get
        {
            lock (_gate)
            {
                return _counted with { Obstacle = database.Obstacle };
            }
        }
    }

    public bool IsFull
    {
        get
        {
            lock (_gate)
            {
                return _counted.Waiting + _counted.Leased + _since >= options.Value.MaxPending;
            }
        }
    }

    /// <summary>Counts from now on.</summary>
    public void Start() => _timer = time.CreateTimer(_ => _ = CountAsync(), state: null, TimeSpan.Zero, Interval);

    public void Arrived(int turns)
    {
        lock (_gate)
        {
            _since += turns;
        }
    }

    public void Ended(int turns) => Arrived(-turns);

    /// <summary>Counts now. Does nothing while that is being done, or when the database does not answer.</summary>
    public async Task CountAsync()
    {
        if (Interlocked.Exchange(ref _isCounting, 1) == 1)
        {
            return;
        }

        int before;
        lock (_gate)
        {
            before = _since;
        }

        try
        {
            var counted = await database.AcrossTenantsAsync(Count, [], async reader =>
            {
                await reader.ReadAsync();
                DateTimeOffset? oldest = await reader.IsDBNullAsync(2) ? null : reader.GetFieldValue<DateTimeOffset>(2);
                return new InboxStatistics((int)reader.GetInt64(0), (int)reader.GetInt64(1), oldest);
            }, CancellationToken.None);
            lock (_gate)
            {
                // What was done while it was counted may or may not be in the number: as much again is kept apart.
                _counted = counted;
                _since -= before;
            }
        }
        catch (StoreUnavailableException)
        {
            // The database says itself that it is down, and what was counted last stands.
        }
        finally
        {
            Volatile.Write(ref _isCounting, 0);
        }
    }

    public void Dispose() => _timer?.Dispose();
}
