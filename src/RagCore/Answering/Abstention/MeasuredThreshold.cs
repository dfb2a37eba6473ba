using System.Collections.Concurrent;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Answering.Abstention;

/// <summary>Measures each tenant when it is first asked and again, not too often, after its documents changed.</summary>
internal sealed partial class MeasuredThreshold(
    SupportCalibrator calibrator, IKnowledgeIndex index, IOptions<AnsweringOptions> options, TimeProvider time, ILogger<MeasuredThreshold> logger)
    : IAnswerThreshold, IDisposable
{
    // Two hundred questions are a second of work on a large index, and cost something where a model embeds them; a folder may change every minute.
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<TenantId, Measurement> _measurements = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Gets the measuring that was begun last.</summary>
    internal Task Measuring { get; private set; } = Task.CompletedTask;

    /// <inheritdoc/>
    public double SupportFor(TenantId tenant)
    {
        if (options.Value.MinimumSupport is { } configured)
        {
            return configured;
        }

        var known = _measurements.GetOrAdd(tenant, _ => new Measurement());
        if (known.TryBegin(index.Version, time.GetTimestamp(), Pause, time))
        {
            Measuring = Task.Run(() => MeasureBesideAsync(tenant, known), CancellationToken.None);
        }

        return known.Value;
    }

    /// <inheritdoc/>
    public async Task CalibrateAsync(AccessFilter access, CancellationToken cancellationToken)
    {
        if (options.Value.MinimumSupport is not null)
        {
            return;
        }

        var known = _measurements.GetOrAdd(access.Tenant, _ => new Measurement());
        known.TryBegin(index.Version, time.GetTimestamp(), TimeSpan.Zero, time);
        known.Value = await calibrator.MeasureAsync(access, cancellationToken);
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task MeasureBesideAsync(TenantId tenant, Measurement known)
    {
        try
        {
            known.Value = await calibrator.MeasureAsync(AccessFilter.For(tenant, [Principals.Everyone]), _stopping.Token);
            Measured(logger, tenant.Value, known.Value);
        }
#pragma warning disable CA1031 // Nobody waits for it: what was asked for before goes on, and it is measured again after the pause.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            known.Forget();
            NotMeasured(logger, tenant.Value, fault.GetType().Name);
        }
    }

    [LoggerMessage(LogEvents.SupportMeasured, LogLevel.Information, "Answers from the documents of {Tenant} need a support of {Support:F2}.")]
    private static partial void Measured(ILogger logger, string tenant, double support);

    [LoggerMessage(LogEvents.SupportNotMeasured, LogLevel.Debug, "The support that answers need was not measured for {Tenant}: {Fault}. What was asked for before stays.")]
    private static partial void NotMeasured(ILogger logger, string tenant, string fault);

    private sealed class Measurement
    {
        private readonly Lock _gate = new();
        private string? _version;
        private long? _began;
        private double _value = SupportCalibrator.Least;

        public double Value
        {
            get => Volatile.Read(ref _value);
            set => Volatile.Write(ref _value, value);
        }

        public bool TryBegin(string version, long now, TimeSpan pause, TimeProvider time)
        {
            lock (_gate)
            {
                if (version == _version || (_began is { } began && time.GetElapsedTime(began, now) < pause))
                {
                    return false;
                }

                (_version, _began) = (version, now);
                return true;
            }
        }

        public void Forget()
        {
            lock (_gate)
            {
                _version = null;
            }
        }
    }
}
