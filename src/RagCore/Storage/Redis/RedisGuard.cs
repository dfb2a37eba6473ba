using System.Diagnostics.CodeAnalysis;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace ChatOpsBot.RagCore.Storage.Redis;

/// <summary>
/// The only way to Redis: within the budget, and whatever goes wrong there is an outcome, not an exception. Redis holds nothing that is not elsewhere, so
/// every user of it can do without.
/// </summary>
internal sealed partial class RedisGuard(
    RedisConnection connection, RedisBreaker breaker, RedisMetrics metrics, TimeProvider time, IOptions<RedisOptions> options, ILogger<RedisGuard> logger)
{
    /// <summary>Uses Redis.</summary>
    /// <param name="use">What for, as metrics name it.</param>
    /// <param name="work">What to do. May still be done after the budget is spent.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<RedisOutcome<T>> TryAsync<T>(string use, Func<IDatabase, Task<T>> work, CancellationToken cancellationToken)
    {
        if (!breaker.MayTry())
        {
            metrics.Used(use, "skipped");
            return default;
        }

        try
        {
            var value = await WithinBudgetAsync(work, cancellationToken);
            Succeeded(use);
            return new RedisOutcome<T>(true, value);
        }
        catch (Exception fault) when (IsOutage(fault))
        {
            Failed(use, fault);
            return default;
        }
    }

    /// <summary>Runs a script that the server may have forgotten: a restart or a flush does that, and the client finds out by failing.</summary>
    public Task<RedisOutcome<RedisResult>> TryScriptAsync(
        string use, string script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken) => TryAsync(
        use,
        async database =>
        {
            try
            {
                return await database.ScriptEvaluateAsync(script, keys, values);
            }
            catch (RedisServerException fault) when (fault.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
            {
                return await database.ScriptEvaluateAsync(script, keys, values);
            }
        },
        cancellationToken);

    private async Task<T> WithinBudgetAsync<T>(Func<IDatabase, Task<T>> work, CancellationToken cancellationToken)
    {
        var working = WorkAsync(work);
        Observe(working);

        // The client completes tasks on its reading thread; what follows must not run there, or every other answer waits for it.
        var waiting = working.WaitAsync(options.Value.Budget, time, cancellationToken);
        await ((Task)waiting).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return await waiting;
    }

    private static bool IsOutage(Exception fault)
        => fault is RedisException or RedisCommandException or RedisUnreachableException or TimeoutException or ObjectDisposedException;

    private async Task<T> WorkAsync<T>(Func<IDatabase, Task<T>> work) => await work(await connection.OpenAsync());

    // Nobody awaits what outlives its budget, and its failure has been counted by then.
    private static void Observe(Task task) => _ = task.ContinueWith(
        ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private void Succeeded(string use)
    {
        metrics.Used(use, "done");
        if (breaker.Succeeded())
        {
            RedisFound();
        }
    }

    private void Failed(string use, Exception fault)
    {
        metrics.Used(use, "failed");
        if (breaker.Failed())
        {
            RedisLost(use, fault.GetType().Name);
        }
    }

    [LoggerMessage(LogEvents.RedisLost, LogLevel.Warning, "Redis fails ({Use}: {Fault}); memory is read from the journal, limits and paces are kept by this replica alone")]
    private partial void RedisLost(string use, string fault);

    [LoggerMessage(LogEvents.RedisFound, LogLevel.Information, "Redis answers again")]
    private partial void RedisFound();
}

/// <summary>What came of a use of Redis.</summary>
/// <param name="IsDone">It was done; otherwise nobody knows whether it was, and it must be done without.</param>
/// <param name="Value">What came back.</param>
internal readonly record struct RedisOutcome<T>([property: MemberNotNullWhen(true, "Value")] bool IsDone, T? Value);
