using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOpsBot.RagCore.UnitTests.Answering;

/// <summary>A step with a limit of three seconds that remembers how it ended.</summary>
internal sealed class MeasuredStep : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();

    public MeasuredStep()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        Step = new OptionalStep("rewrite", TimeSpan.FromSeconds(3), new OptionalStepMetrics(meters), Time, NullLogger<OptionalStep>.Instance);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => Ends.Add((string)tags[1].Value!));
        _listener.Start();
    }

    public FixedTimeProvider Time { get; } = new();

    public OptionalStep Step { get; }

    public List<string> Ends { get; } = [];

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }
}
