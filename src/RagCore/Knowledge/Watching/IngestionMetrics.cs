using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using ChatOpsBot.RagCore.Knowledge.Loading;

namespace ChatOpsBot.RagCore.Knowledge.Watching;

/// <summary>Counts what is read of the sources and what is served of it. Sources are named as they are configured; no document is.</summary>
internal sealed class IngestionMetrics
{
    private const string MeterName = Meters.Core;

    private static readonly InstrumentAdvice<double> Buckets = new() { HistogramBucketBoundaries = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60] };

    private readonly Counter<long> _documents;
    private readonly Counter<long> _bytes;
    private readonly Histogram<double> _reads;
    private IReadOnlyDictionary<string, int> _indexed = new Dictionary<string, int>();

    public IngestionMetrics(IMeterFactory meters, SourceSet sources, ReadingCounter counter, LexicalIndex index, TimeProvider time)
    {
        var started = time.GetTimestamp();
        var meter = meters.Create(MeterName);
        _documents = meter.CreateCounter<long>("chatopsbot.ingest.documents", "{document}", "Documents of sources by what became of them when they were compared.");
        _bytes = meter.CreateCounter<long>("chatopsbot.ingest.read_bytes", "By", "Bytes of files that were read.");
        _reads = meter.CreateHistogram("chatopsbot.ingest.read_duration", "s", "Time to read one file into text.", tags: null, Buckets);
        meter.CreateObservableGauge("chatopsbot.ingest.waiting", () => counter.Progress.Found, "{file}", "Files found new or changed that are not served yet.");
        meter.CreateObservableGauge("chatopsbot.ingest.indexed_documents", () => Measure(_indexed), "{document}", "Documents that can be found.");
        meter.CreateObservableGauge("chatopsbot.ingest.indexed_passages", () => Measure(index.CountPassages()), "{passage}", "Passages in the index of this process.");
        meter.CreateObservableGauge(
            "chatopsbot.ingest.refresh_age",
            () => sources.All.GroupBy(source => source.Mirror.Source.Name, source => source.ComparedAt ?? started, StringComparer.Ordinal)
                .Select(source => new Measurement<double>(time.GetElapsedTime(source.Min()).TotalSeconds, Tag(source.Key))),
            "s",
            "Time since a source was last compared in full with what is served.");
    }

    /// <summary>Measures a file that was read.</summary>
    public void Read(string source, int bytes, TimeSpan elapsed)
    {
        _bytes.Add(bytes, Tag(source));
        _reads.Record(elapsed.TotalSeconds, Tag(source));
    }

    /// <summary>Counts what was read or skipped, part by part.</summary>
    public void Loaded(string source, IEnumerable<LoadResult> results)
    {
        foreach (var (outcome, count) in results.CountBy(result => result.Outcome))
        {
            Counted(source, outcome.ToString().ToLowerInvariant(), count);
        }
    }

    /// <summary>Counts the rest of a comparison.</summary>
    public void Compared(string source, MirrorChange change)
    {
        Counted(source, "unchanged", change.Unchanged);
        Counted(source, "removed", change.Removed);
    }

    /// <summary>Tells how many documents of each source can be found from now on.</summary>
    public void Indexed(IReadOnlyDictionary<string, int> documents) => Volatile.Write(ref _indexed, documents);

    private void Counted(string source, string outcome, int count)
    {
        if (count > 0)
        {
            _documents.Add(count, Tag(source), new("outcome", outcome));
        }
    }

    private static IEnumerable<Measurement<int>> Measure(IReadOnlyDictionary<string, int> counts)
        => counts.Select(source => new Measurement<int>(source.Value, Tag(source.Key)));

    private static KeyValuePair<string, object?> Tag(string source) => new("source", source);
}
