using ChatOpsBot.RagCore.Conversations;
using Npgsql;

namespace ChatOpsBot.RagCore.Storage.Postgres;

/// <summary>
/// Lets many callers share one statement and one flush of the database's log: whatever queues up while a statement is under way goes
/// into the next one. A caller that is alone never waits for company.
/// </summary>
/// <typeparam name="TItem">What a caller hands in.</typeparam>
/// <typeparam name="TKey">What two items of one statement must not have in common; the later one waits for the next.</typeparam>
/// <typeparam name="TResult">What a caller gets.</typeparam>
/// <param name="write">Runs the statement and returns one result for each item, in order.</param>
/// <param name="keysOf">The keys of an item.</param>
internal sealed class GroupCommit<TItem, TKey, TResult>(
    Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> write, Func<TItem, IReadOnlyList<TKey>> keysOf)
    where TKey : notnull
{
    private const int MaxBatch = 256;
    private const int MaxQueued = 20_000;

    private readonly Lock _gate = new();
    private List<Waiting> _queue = [];
    private bool _isRunning;

    /// <summary>Hands an item in and completes when its statement is committed.</summary>
    /// <exception cref="StoreUnavailableException">The statement failed, or too much waits for its turn.</exception>
    public Task<TResult> AddAsync(TItem item)
    {
        var waiting = new Waiting(item);
        lock (_gate)
        {
            if (_queue.Count >= MaxQueued)
            {
                throw new StoreUnavailableException($"PostgreSQL is slower than what arrives: {MaxQueued} statements wait.");
            }

            _queue.Add(waiting);
            if (_isRunning)
            {
                return waiting.Task;
            }

            _isRunning = true;
        }

        _ = RunAsync();
        return waiting.Task;
    }

    private async Task RunAsync()
    {
        // The caller goes on to others while the batch gathers.
        await Task.Yield();
        while (TakeBatch() is { } batch)
        {
            await WriteAsync(batch);
        }
    }

    private List<Waiting>? TakeBatch()
    {
        lock (_gate)
        {
            if (_queue.Count == 0)
            {
                _isRunning = false;
                return null;
            }

            var batch = new List<Waiting>(Math.Min(_queue.Count, MaxBatch));
            var rest = new List<Waiting>();
            var keys = new HashSet<TKey>();
            foreach (var waiting in _queue)
            {
                var own = keysOf(waiting.Item);
                if (batch.Count < MaxBatch && !own.Any(keys.Contains))
                {
                    batch.Add(waiting);
                }
                else
                {
                    rest.Add(waiting);
                }

                // Also of what waits: a third one must not overtake the second.
                keys.UnionWith(own);
            }

            _queue = rest;
            return batch;
        }
    }

    private async Task WriteAsync(IReadOnlyList<Waiting> batch)
    {
        try
        {
            var results = await write([.. batch.Select(waiting => waiting.Item)]);
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].SetResult(results[i]);
            }
        }
        catch (StoreUnavailableException refused) when (batch.Count > 1 && IsOfTheData(refused))
        {
            // One item that the database refuses must not take its neighbours with it.
            foreach (var waiting in batch)
            {
                await WriteAsync([waiting]);
            }
        }
#pragma warning disable CA1031 // Whatever it is, those who wait are told.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            foreach (var waiting in batch)
            {
                waiting.SetException(failure);
            }
        }
    }

    private static bool IsOfTheData(StoreUnavailableException refused)
        => refused.InnerException is PostgresException { SqlState: ['2', '2' or '3', ..] or ['5', '4', ..] } or ArgumentException;

    private sealed class Waiting(TItem item) : TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public TItem Item { get; } = item;
    }
}
