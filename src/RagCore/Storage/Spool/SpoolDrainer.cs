using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Storage.Spool;

/// <summary>Hands over what waits as soon as the database takes it, and opens a spool again that could not be used.</summary>
internal sealed partial class SpoolDrainer(Spool spool, SpoolDrain drain, TimeProvider time, Random random, ILogger<SpoolDrainer> logger) : BackgroundService
{
    private const int LargestShift = 3;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan OpenAgainAfter = TimeSpan.FromSeconds(30);

    // What was set aside becomes too old without anything else happening.
    private static readonly TimeSpan LookAfter = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var refusals = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            if (!spool.TryOpen())
            {
                await Task.Delay(OpenAgainAfter, time, stoppingToken);
                continue;
            }

            var outcome = await drain.RunOnceAsync(stoppingToken);
            refusals = outcome == DrainOutcome.Blocked ? refusals + 1 : Answered(refusals);
            await RestAsync(outcome, refusals, stoppingToken);
        }
    }

    private int Answered(int refusals)
    {
        if (refusals > 0)
        {
            DrainResumed();
        }

        return 0;
    }

    private async Task RestAsync(DrainOutcome outcome, int refusals, CancellationToken stoppingToken)
    {
        if (outcome == DrainOutcome.Idle)
        {
            await spool.WhenNeeded().WaitAsync(LookAfter, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        else if (outcome == DrainOutcome.Blocked)
        {
            if (refusals == 1)
            {
                DrainBlocked(spool.Statistics.Waiting);
            }

            await Task.Delay(WaitAfter(refusals), time, stoppingToken);
        }
    }

    // Between half and all of it, so that replicas that lost the database together do not ask together.
    private TimeSpan WaitAfter(int refusals)
    {
        var ceiling = FirstWait * (1 << Math.Min(refusals - 1, LargestShift));
        return (ceiling < LongestWait ? ceiling : LongestWait) * (0.5 + (random.NextDouble() / 2));
    }

    [LoggerMessage(LogEvents.SpoolDrainBlocked, LogLevel.Warning, "The database takes nothing; {Waiting} messages wait in the spool")]
    private partial void DrainBlocked(int waiting);

    [LoggerMessage(LogEvents.SpoolDrainResumed, LogLevel.Information, "The database takes messages again")]
    private partial void DrainResumed();
}
