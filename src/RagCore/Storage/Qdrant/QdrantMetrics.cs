using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Turns;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>Counts what was asked of Qdrant, how it ended and how long it took.</summary>
internal sealed class QdrantMetrics
{
    private static readonly InstrumentAdvice<double> Buckets = new() { HistogramBucketBoundaries = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] };

    private readonly Histogram<double> _calls;
    private readonly Counter<long> _vectors;

    public QdrantMetrics(IMeterFactory meters, QdrantBreaker breaker)
    {
        var meter = meters.Create(TurnMetrics.MeterName);
        _calls = meter.CreateHistogram("chatopsbot.qdrant.calls", "s", "Calls of Qdrant with all their tries, by use and result; a result other than done or refused is an outage.", tags: null, Buckets);
        _vectors = meter.CreateCounter<long>("chatopsbot.qdrant.vectors", "{vector}", "Vectors of passages that were written to Qdrant.");
        meter.CreateObservableGauge("chatopsbot.qdrant.open", () => breaker.IsOpen ? 1 : 0, "{breaker}", "1 while Qdrant is left alone because it failed several times in a row.");
    }

    /// <summary>Records one call.</summary>
    /// <param name="use">What for, from the closed set of the client's requests.</param>
    /// <param name="result">done, refused, busy, failed, unreachable, unreadable, timeout or skipped.</param>
    /// <param name="elapsed">How long it took.</param>
    public void Called(string use, string result, TimeSpan elapsed) => _calls.Record(elapsed.TotalSeconds, new("use", use), new("result", result));

    /// <summary>Counts vectors that were written.</summary>
    public void Wrote(int vectors) => _vectors.Add(vectors);
}
