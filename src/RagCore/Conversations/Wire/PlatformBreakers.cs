using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;

namespace ChatOpsBot.RagCore.Conversations.Wire;

/// <summary>
/// Keeps calls away from a place that does not answer: half of its last calls failed, eight at least within half a minute. It is left alone for
/// five seconds, twice as long after every probe that failed, a minute at most; then one call probes it. One place says nothing about
/// another. Bounded. Thread-safe.
/// </summary>
public sealed partial class PlatformBreakers
{
    /// <summary>How many places are watched; of more, those that were not called for longest are forgotten.</summary>
    public const int MaxPlaces = 1_000;

    private const string MeterName = Meters.Core;
    private const double FailureRatio = 0.5;

    // The library's default of 100 would never open for one workspace.
    private const int MinimumThroughput = 8;

    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstBreak = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestBreak = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WhileProbed = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<BreakerKey, Breaker> _breakers = [];
    private readonly TimeProvider _time;
    private readonly ILogger<PlatformBreakers> _logger;
    private long _uses;

    /// <summary>Watches no place yet.</summary>
    public PlatformBreakers(IMeterFactory meters, TimeProvider time, ILogger<PlatformBreakers> logger)
    {
        (_time, _logger) = (time, logger);
        meters.Create(MeterName).CreateObservableGauge("chatopsbot.breaker.open", Observe, "{place}", "Places that are left alone because they do not answer, by platform.");
    }

    /// <summary>Makes a call, unless its place is left alone.</summary>
    /// <param name="key">The place.</param>
    /// <param name="isOutage">Says of what the call throws whether it speaks for an outage; the same for every call of a place.</param>
    /// <param name="call">The call. What it throws is thrown here.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="BreakerOpenException">Nothing was sent.</exception>
    public async Task<T> RunAsync<T>(BreakerKey key, Func<Exception, bool> isOutage, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await PipelineOf(key, isOutage).ExecuteAsync(static async (call, token) => await call(token), call, cancellationToken);
        }
        catch (BrokenCircuitException open)
        {
            throw new BreakerOpenException(open.RetryAfter is { } left && left > TimeSpan.Zero ? left : WhileProbed);
        }
    }

    private ResiliencePipeline PipelineOf(BreakerKey key, Func<Exception, bool> isOutage)
    {
        lock (_gate)
        {
            if (!_breakers.TryGetValue(key, out var breaker))
            {
                MakeRoom();
                breaker = Create(key.Platform, isOutage);
                _breakers.Add(key, breaker);
            }

            breaker.LastUse = ++_uses;
            return breaker.Pipeline;
        }
    }

    private void MakeRoom()
    {
        if (_breakers.Count >= MaxPlaces)
        {
            _breakers.Remove(_breakers.MinBy(entry => (entry.Value.IsOpen, entry.Value.LastUse)).Key);
        }
    }

    private Breaker Create(string platform, Func<Exception, bool> isOutage)
    {
        var state = new CircuitBreakerStateProvider();
        var options = new CircuitBreakerStrategyOptions
        {
            FailureRatio = FailureRatio,
            MinimumThroughput = MinimumThroughput,
            SamplingDuration = Sampling,
            BreakDurationGenerator = static broken => ValueTask.FromResult(BreakAfter(broken.HalfOpenAttempts)),
            StateProvider = state,
            ShouldHandle = result => ValueTask.FromResult(result.Outcome.Exception is { } fault && (isOutage(fault) || IsLostProbe(fault, state))),
            OnOpened = opened =>
            {
                BreakerOpened(platform, opened.BreakDuration.TotalSeconds);
                return ValueTask.CompletedTask;
            },
            OnClosed = _ =>
            {
                BreakerClosed(platform);
                return ValueTask.CompletedTask;
            },
        };
        return new Breaker(new ResiliencePipelineBuilder { TimeProvider = _time }.AddCircuitBreaker(options).Build(), state);
    }

    // A probe that was called off tells nothing, so that nothing is let through on its word.
    private static bool IsLostProbe(Exception fault, CircuitBreakerStateProvider state)
        => fault is OperationCanceledException && state.CircuitState is CircuitState.HalfOpen;

    private static TimeSpan BreakAfter(int failedProbes)
    {
        var wait = FirstBreak * Math.Pow(2, Math.Min(failedProbes, 10));
        return wait < LongestBreak ? wait : LongestBreak;
    }

    private Measurement<int>[] Observe()
    {
        lock (_gate)
        {
            return [.. _breakers
                .GroupBy(entry => entry.Key.Platform, StringComparer.Ordinal)
                .Select(places => new Measurement<int>(places.Count(entry => entry.Value.IsOpen), new KeyValuePair<string, object?>("platform", places.Key)))];
        }
    }

    [LoggerMessage(LogEvents.BreakerOpened, LogLevel.Warning, "A workspace or host of {Platform} does not answer; it is left alone for {Seconds:F0} s, then probed")]
    private partial void BreakerOpened(string platform, double seconds);

    [LoggerMessage(LogEvents.BreakerClosed, LogLevel.Information, "A workspace or host of {Platform} answers again")]
    private partial void BreakerClosed(string platform);

    private sealed class Breaker(ResiliencePipeline pipeline, CircuitBreakerStateProvider state)
    {
        public ResiliencePipeline Pipeline { get; } = pipeline;

        public long LastUse { get; set; }

        public bool IsOpen => state.CircuitState is not CircuitState.Closed;
    }
}

/// <summary>A place that fails as a whole.</summary>
/// <param name="Platform">The platform; the only part that metrics and logs tell.</param>
/// <param name="Place">The workspace or tenant, and the host.</param>
public readonly record struct BreakerKey(string Platform, string Place);

/// <summary>A place is left alone for now. Nothing was sent.</summary>
public sealed class BreakerOpenException(TimeSpan retryAfter) : Exception("The place does not answer and is left alone.")
{
    /// <summary>Gets how long it is still left alone.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
