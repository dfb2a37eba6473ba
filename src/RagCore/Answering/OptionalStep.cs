using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Answering;

/// <summary>A step that makes an answer better and is done without when it is late or fails. After failures in a row it is left alone for a while.</summary>
/// <param name="name">Its name in metrics and logs.</param>
/// <param name="limit">How long an answer waits for it.</param>
/// <param name="metrics">Counts how it ended.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of the beginning and the end of an outage.</param>
internal sealed partial class OptionalStep(string name, TimeSpan limit, OptionalStepMetrics metrics, TimeProvider time, ILogger<OptionalStep> logger)
{
    private readonly FailureBreaker _breaker = new(time, TimeSpan.FromSeconds(15));

    /// <summary>Counts that the step was not needed.</summary>
    public void Skip() => metrics.Ended(name, "skipped");

    /// <summary>Returns what the step gives, or null when there is nothing to be had now.</summary>
    public async Task<T?> TryAsync<T>(Func<CancellationToken, Task<T?>> run, CancellationToken cancellationToken)
        where T : class
    {
        if (!_breaker.MayTry())
        {
            metrics.Ended(name, "left_alone");
            return null;
        }

        using var late = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            // What does not listen to its token must not hold the answer either.
            var result = await run(either.Token).WaitAsync(either.Token);
            Succeeded();
            metrics.Ended(name, result is null ? "useless" : "done");
            return result;
        }
        catch (ModelsUnavailableException) when (!cancellationToken.IsCancellationRequested)
        {
            // Not allowed for this organisation, or not paid for: no reason to leave the step alone for others.
            metrics.Ended(name, "unavailable");
            return null;
        }
#pragma warning disable CA1031 // Whatever the step throws, the answer goes on without it.
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Failed(late.IsCancellationRequested ? "late" : fault.GetType().Name);
            metrics.Ended(name, late.IsCancellationRequested ? "late" : "failed");
            return null;
        }
    }

    private void Failed(string reason)
    {
        if (_breaker.Failed())
        {
            StepLost(name, reason);
        }
    }

    private void Succeeded()
    {
        if (_breaker.Succeeded())
        {
            StepFound(name);
        }
    }

    [LoggerMessage(LogEvents.OptionalStepLost, LogLevel.Warning, "The step {Step} failed several times in a row ({Reason}); answers are made without it until it works again")]
    private partial void StepLost(string step, string reason);

    [LoggerMessage(LogEvents.OptionalStepFound, LogLevel.Information, "The step {Step} works again")]
    private partial void StepFound(string step);
}
