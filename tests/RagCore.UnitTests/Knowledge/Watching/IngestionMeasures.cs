using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Watching;

/// <summary>Listens to what is measured of ingestion through one factory of meters.</summary>
internal sealed class IngestionMeasures : IDisposable
{
    private const string Prefix = "chatopsbot.ingest.";

    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Name, double Value)> _measures = new();

    public IngestionMeasures(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name.StartsWith(Prefix, StringComparison.Ordinal) && instrument.Meter.Scope == meters)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Returns what was counted or recorded under a name with these tags, in turn.</summary>
    /// <param name="name">The instrument's name without what all have, then the tags' values.</param>
    public double[] Of(string name) => [.. _measures.Where(measure => measure.Name == name).Select(measure => measure.Value)];

    /// <summary>Returns what a gauge shows now.</summary>
    /// <param name="name">As for <see cref="Of"/>.</param>
    public double Now(string name)
    {
        _listener.RecordObservableInstruments();
        return Of(name).Last();
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        => _measures.Enqueue((string.Join(' ', [instrument.Name[Prefix.Length..], .. tags.ToArray().Select(tag => tag.Value)]), value));
}
