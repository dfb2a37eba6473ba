using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Knowledge.Watching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Turns;

/// <summary>
/// Leases turns and runs them, a bounded number at a time. The only place that catches everything: whatever a turn throws, it is
/// given back, and the worker goes on. When the process is asked to stop, no turn is leased any more and running ones may end.
/// </summary>
internal sealed partial class TurnWorker(
    IInbox inbox,
    IServiceScopeFactory scopes,
    TurnFailures failures,
    IKnowledgeReadiness knowledge,
    TimeProvider time,
    IOptions<InboxOptions> options,
    ILogger<TurnWorker> logger) : BackgroundService
{
    private static readonly TimeSpan FaultPause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _drained = new();

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        using var timer = time.CreateTimer(_ => DrainTimedOut(), state: null, options.Value.DrainTimeout, Timeout.InfiniteTimeSpan);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _drained.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.WhenAll(Enumerable.Range(0, options.Value.Workers ?? InboxOptions.WorkersWithoutModel).Select(_ => WorkAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        // Without this the first lease of a full inbox would run inside the host's start.
        await Task.Yield();
        if (!await AreDocumentsReadAsync(stoppingToken))
        {
            return;
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            if (await NextAsync(stoppingToken) is { } turn)
            {
                await RunAsync(turn);
            }
        }
    }

    // What waited over a restart would be told that nothing was found, and would never be asked again.
    private async Task<bool> AreDocumentsReadAsync(CancellationToken stoppingToken)
    {
        try
        {
            await knowledge.WaitUntilLoadedAsync(stoppingToken);
            return true;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<LeasedTurn?> NextAsync(CancellationToken stoppingToken)
    {
        try
        {
            return await inbox.LeaseAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return null;
        }
#pragma warning disable CA1031 // The worker outlives every fault of the store.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            WorkerFault(fault);
            await PauseAsync(stoppingToken);
            return null;
        }
    }

    private async Task RunAsync(LeasedTurn turn)
    {
        using var timeout = new CancellationTokenSource(options.Value.TurnTimeout, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _drained.Token, turn.Lost);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<TurnPipeline>().RunAsync(turn, end.Token);
        }
#pragma warning disable CA1031 // The one error boundary of the turn.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            await GiveBackAsync(turn, failure);
        }
    }

    private async Task GiveBackAsync(LeasedTurn turn, Exception failure)
    {
        try
        {
            await failures.HandleAsync(turn, failure, _drained.Token);
        }
#pragma warning disable CA1031 // A worker that ends here would never be missed.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            WorkerFault(fault);
        }
    }

    private async Task PauseAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(FaultPause, time, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
    }

    private void DrainTimedOut()
    {
        DrainTookTooLong();
        _drained.Cancel();
    }

    [LoggerMessage(LogEvents.WorkerFault, LogLevel.Error, "The inbox could not give out a turn")]
    private partial void WorkerFault(Exception fault);

    [LoggerMessage(LogEvents.DrainTimedOut, LogLevel.Warning, "Turns were still running when the drain time was over; they go on after the next start")]
    private partial void DrainTookTooLong();
}
