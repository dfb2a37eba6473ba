using System.Collections.Concurrent;
using ChatOpsBot.RagCore.Knowledge.Loading;
using ChatOpsBot.RagCore.Knowledge.Watching.Keeping;

namespace ChatOpsBot.RagCore.Knowledge.Watching;

/// <summary>What was last read of one source. Refreshing reads only the files whose length or time changed.</summary>
internal sealed class SourceMirror(KnowledgeSource source, StableFileReader reader, long maxFileBytes)
{
    private const int MaxReaders = 8;

    private Dictionary<string, MirroredFile> _files = new(StringComparer.Ordinal);

    public KnowledgeSource Source { get; private set; } = source;

    /// <summary>Gets a value indicating whether a file could not be read yet and should be tried again soon.</summary>
    public bool IsUnsettled { get; private set; }

    /// <summary>Gets a value indicating whether every file could be read when it was last looked at.</summary>
    public bool IsWhole => _files.Values.All(file => file.LastOutcome is not (LoadOutcome.Changing or LoadOutcome.Unreadable));

    public IEnumerable<LoadResult> Results => _files.Values.SelectMany(file => file.Result.Flatten());

    /// <summary>Returns what to keep of the files.</summary>
    public KeptSource Keep(Func<Document, bool> isIndexed)
        => KeptSource.Of(Source, [.. _files.Select(file => KeptFiles.Keep(file.Key, file.Value, isIndexed)).OfType<KeptSourceFile>()]);

    /// <summary>Takes over what was kept of a source with the same settings, in place of reading its files.</summary>
    public void Restore(KeptSource kept, Func<string, Document?> find)
    {
        foreach (var file in kept.Files)
        {
            if (KeptFiles.Restore(file, find) is { } restored)
            {
                _files[file.Path] = restored;
            }
        }
    }

    /// <inheritdoc cref="RefreshAsync(IProgress{LoadResult}, SourceReading, CancellationToken)"/>
    public Task<MirrorChange> RefreshAsync(IProgress<LoadResult>? progress, CancellationToken cancellationToken)
        => RefreshAsync(progress, reading: null, cancellationToken);

    /// <summary>Compares the folder with what is known and returns what was read or skipped anew, and whether anything is different.</summary>
    /// <param name="progress">Gets what is read or skipped anew, file by file, from several threads.</param>
    /// <param name="reading">Counts what is read, whether anything came of it or not.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="DirectoryNotFoundException">The folder is gone; what was read last is kept.</exception>
    public async Task<MirrorChange> RefreshAsync(IProgress<LoadResult>? progress, SourceReading? reading, CancellationToken cancellationToken)
    {
        var found = FolderScanner.Scan(Source.Folder, maxFileBytes);
        var relinked = Relink();
        var known = found.ToLookup(IsKnown);
        var unchanged = known[true].Count();
        var next = new ConcurrentDictionary<string, MirroredFile>(known[true].Select(file => KeyValuePair.Create(file.Path, _files[file.Path])), StringComparer.Ordinal);
        var fresh = new ConcurrentBag<LoadResult>(relinked);
        var options = new ParallelOptions
        {
            CancellationToken = cancellationToken,
            MaxDegreeOfParallelism = Math.Min(MaxReaders, Environment.ProcessorCount),
        };
        reading?.Found(found.Count - unchanged);
        await Parallel.ForEachAsync(known[false], options, async (file, cancellation) =>
        {
            var before = _files.GetValueOrDefault(file.Path);
            var (mirrored, result) = await ReadAsync(file, before, reading, cancellation);
            next[file.Path] = mirrored;
            if (result.Document is { } document && document == before?.Result.Document)
            {
                Interlocked.Increment(ref unchanged);
            }
            else if (result.Outcome == LoadOutcome.Loaded || before?.LastOutcome != result.Outcome)
            {
                fresh.Add(result);
                progress?.Report(result);
            }
        });

        var removed = _files.Keys.Count(path => !next.ContainsKey(path));
        _files = new Dictionary<string, MirroredFile>(next, StringComparer.Ordinal);
        IsUnsettled = _files.Values.Any(file => file.LastOutcome == LoadOutcome.Changing);
        return new MirrorChange([.. fresh.OrderBy(result => result.Path, StringComparer.Ordinal).SelectMany(result => result.Flatten())], removed, unchanged);
    }

    private bool IsKnown(SourceFile file)
        => _files.TryGetValue(file.Path, out var known) && known.Fingerprint == file.Fingerprint && known.Refusal == file.Refusal;

    /// <summary>Gives what was read the links of what is checked out now, and returns what has others. Parts of a file are opened on the product's own page.</summary>
    private List<LoadResult> Relink()
    {
        var relinked = new List<LoadResult>();
        var current = Source.AtCurrentRevision();
        if (current == Source)
        {
            return relinked;
        }

        Source = current;
        foreach (var (path, file) in _files.ToArray())
        {
            if (file.Result is { Parts.Count: 0, Document: { } document })
            {
                var result = file.Result with { Document = document with { Link = Source.LinkOf(path) } };
                _files[path] = file with { Result = result };
                relinked.Add(result);
            }
        }

        return relinked;
    }

    private async Task<(MirroredFile File, LoadResult Result)> ReadAsync(
        SourceFile file, MirroredFile? known, SourceReading? reading, CancellationToken cancellationToken)
    {
        var started = reading?.Begin() ?? 0;
        if (file.Refusal is { } refusal)
        {
            reading?.Skipped();
            var refused = DocumentLoader.Skipped(Source, file.Path, refusal);
            return (new MirroredFile(file.Fingerprint, refusal, refused, refusal), refused);
        }

        var (outcome, bytes, fingerprint) = await reader.ReadAsync(file.FullPath, maxFileBytes, cancellationToken);
        var result = outcome == LoadOutcome.Loaded
            ? DocumentLoader.Load(Source, file.Path, bytes)
            : DocumentLoader.Skipped(Source, file.Path, outcome);
        reading?.Read(bytes.Length, started);

        // A file that cannot be read at the moment keeps its last good text, and a fingerprint that will not match, so that it is tried again.
        var kept = outcome is LoadOutcome.Changing or LoadOutcome.Unreadable && known?.Result.Outcome is LoadOutcome.Loaded ? known.Result : result;
        return (new MirroredFile(fingerprint, Refusal: null, kept, result.Outcome), result);
    }
}

/// <summary>What is known of one file.</summary>
internal sealed record MirroredFile(FileFingerprint Fingerprint, LoadOutcome? Refusal, LoadResult Result, LoadOutcome LastOutcome);

/// <summary>What a refresh found.</summary>
/// <param name="Read">What was read or skipped anew, part by part, in the order of the paths.</param>
/// <param name="Removed">How many files are gone.</param>
/// <param name="Unchanged">How many files are as they were: by length and time, or by their content once it was read again.</param>
internal sealed record MirrorChange(IReadOnlyList<LoadResult> Read, int Removed, int Unchanged)
{
    public bool IsEmpty => Read.Count == 0 && Removed == 0;
}
