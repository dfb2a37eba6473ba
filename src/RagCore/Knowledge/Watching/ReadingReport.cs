using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge.Loading;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Knowledge.Watching;

/// <summary>Tells an operator of what is read: in the log, in the metrics, and by how far the reading is.</summary>
internal sealed partial class ReadingReport(ReadingCounter counter, IngestionMetrics metrics, TimeProvider time, ILogger<ReadingReport> logger)
{
    private static readonly TimeSpan TellInterval = TimeSpan.FromSeconds(10);

    private HashSet<LoadResult> _refused = [];

    /// <summary>Gets how far the reading is that goes on now.</summary>
    public ReadingProgress Progress => counter.Progress;

    /// <summary>Tells from time to time how far the reading is, until it is disposed.</summary>
    public IAsyncDisposable TellProgress()
    {
        var started = time.GetTimestamp();
        return time.CreateTimer(_ => TellRead(time.GetElapsedTime(started)), state: null, TellInterval, TellInterval);
    }

    /// <summary>Returns what counts while a source is read.</summary>
    public SourceReading Begin(string source) => new(source, counter, metrics, time);

    /// <summary>Tells what a comparison found, and the first time that nothing is different too.</summary>
    public void Compared(WatchedSource source, MirrorChange change, bool isFirst)
    {
        var name = source.Mirror.Source.Name;
        metrics.Loaded(name, change.Read);
        metrics.Compared(name, change);
        source.ComparedAt = time.GetTimestamp();
        if (isFirst || !change.IsEmpty)
        {
            TellCompared(name, change, [.. source.Mirror.Results]);
        }

        foreach (var skipped in change.Read.Where(result => result.Outcome != LoadOutcome.Loaded))
        {
            DocumentSkipped(skipped.DocumentId, skipped.Outcome, skipped.Reason);
        }
    }

    /// <summary>Tells what could not be served of what was read, once, and how much is served now.</summary>
    public void Published(IReadOnlyCollection<(string Source, LoadResult Result)> refused, IReadOnlyDictionary<string, int> documents)
    {
        foreach (var group in refused.Where(each => !_refused.Contains(each.Result)).GroupBy(each => each.Source, each => each.Result, StringComparer.Ordinal))
        {
            metrics.Loaded(group.Key, group);
            foreach (var result in group)
            {
                DocumentSkipped(result.DocumentId, result.Outcome, result.Reason);
            }
        }

        _refused = [.. refused.Select(each => each.Result)];
        metrics.Indexed(documents);
    }

    /// <summary>Ends a reading: all of it is served, or was refused.</summary>
    public void Settled() => counter.Clear();

    /// <summary>Tells that a source cannot be read.</summary>
    public void Missing(string source, Exception fault) => SourceMissing(source, fault.GetType().Name);

    /// <summary>Tells that a source cannot be watched.</summary>
    public void NotWatched(string source) => WatcherFailed(source);

    private void TellRead(TimeSpan elapsed)
    {
        var (read, found) = counter.Progress;
        if (found > 0)
        {
            FilesRead(read, found, Math.Round(read / elapsed.TotalSeconds, 1));
        }
    }

    private void TellCompared(string source, MirrorChange change, LoadResult[] all)
    {
        var refused = all.Where(result => result.Outcome != LoadOutcome.Loaded).CountBy(result => result.Outcome).OrderBy(reason => reason.Key).ToArray();
        SourceChanged(
            source,
            change.Read.Count(result => result.Outcome == LoadOutcome.Loaded),
            change.Unchanged,
            change.Removed,
            refused.Sum(reason => reason.Value),
            refused.Length == 0 ? string.Empty : $" ({string.Join(", ", refused.Select(reason => $"{reason.Value} {reason.Key}"))})");
    }

    [LoggerMessage(
        LogEvents.SourceChanged, LogLevel.Information, "Source {Source}: {Read} documents read, {Unchanged} files unchanged, {Removed} removed, {Refused} refused{Reasons}")]
    private partial void SourceChanged(string source, int read, int unchanged, int removed, int refused, string reasons);

    [LoggerMessage(LogEvents.FilesRead, LogLevel.Information, "Reading: {Read} of {Found} files, {Rate} a second")]
    private partial void FilesRead(int read, int found, double rate);

    [LoggerMessage(LogEvents.DocumentSkipped, LogLevel.Warning, "Skipped {DocumentId}: {Outcome}. {Reason}")]
    private partial void DocumentSkipped(string documentId, LoadOutcome outcome, string reason);

    [LoggerMessage(LogEvents.SourceMissing, LogLevel.Warning, "Source {Source} cannot be read ({Error}); its documents stay as they were")]
    private partial void SourceMissing(string source, string error);

    [LoggerMessage(LogEvents.WatcherFailed, LogLevel.Warning, "Source {Source} cannot be watched; it is compared every second instead")]
    private partial void WatcherFailed(string source);
}
