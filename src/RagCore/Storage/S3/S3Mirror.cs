using System.Collections.Concurrent;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Loading;
using ChatOpsBot.RagCore.Storage.Embedded;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Storage.S3;

/// <summary>
/// Brings the originals of a bucket to this machine. A listing says what was written since; who may read it stands beside the content, so an object
/// that was written is looked at before anything else is fetched, and its file goes where fewer rights reach it at once.
/// </summary>
internal sealed partial class S3Mirror(
    S3Bucket bucket, S3Keys keys, MirrorFolder folder, IOptions<KnowledgeOptions> options, TimeProvider time, ILogger<S3Mirror> logger) : IDisposable
{
    private const int MaxAtOnce = 4;

    // S3 tells times in seconds: two writings of one second look alike in a listing when only the readers differ. Once that second is
    // surely over, one more look at the object is the last that is needed.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    // A service refuses signatures of a clock that is a quarter of an hour off, so what is older than this here is old there too.
    private static readonly TimeSpan LongAgo = TimeSpan.FromMinutes(20);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConcurrentDictionary<string, long> _seenAt = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _told = new(StringComparer.Ordinal);
    private ConcurrentDictionary<string, MirroredObject>? _known;
    private long _changes;
    private bool _isUnsaved;

    /// <summary>Gets a number that grows with every change of what is mirrored.</summary>
    public long Changes => Interlocked.Read(ref _changes);

    /// <summary>Lists the folders; none before the mirror was first compared with its catalog.</summary>
    public IReadOnlyList<KnowledgeSource> ListSources() => Volatile.Read(ref _known) is null ? [] : folder.ListSources();

    /// <summary>Compares the mirror with the bucket and fetches what is different.</summary>
    /// <exception cref="StoreUnavailableException">The bucket cannot be read now; what was brought before, and what had come until then, stays.</exception>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var known = _known ?? Open();
            var listed = new Dictionary<string, S3Entry>(StringComparer.Ordinal);
            foreach (var entry in await bucket.ListAsync(keys.Start, cancellationToken))
            {
                listed[entry.Key] = entry;
            }

            await UpdateAsync(known, listed, cancellationToken);
        }
        finally
        {
            Save();
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private ConcurrentDictionary<string, MirroredObject> Open()
    {
        // What was refused may be served today: limits are settings, and releases read more formats.
        var kept = folder.Open(bucket.Identity).Where(mirrored => mirrored.Readers is not null).ToDictionary(mirrored => mirrored.Key, StringComparer.Ordinal);
        var known = new ConcurrentDictionary<string, MirroredObject>(kept, StringComparer.Ordinal);
        Volatile.Write(ref _known, known);
        return known;
    }

    private async Task UpdateAsync(
        ConcurrentDictionary<string, MirroredObject> known, Dictionary<string, S3Entry> listed, CancellationToken cancellationToken)
    {
        foreach (var gone in known.Values.Where(mirrored => !listed.ContainsKey(mirrored.Key)).ToArray())
        {
            Forget(known, gone);
        }

        var limits = new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = cancellationToken };
        var rewritten = listed.Values.Where(entry => known.TryGetValue(entry.Key, out var mirrored) && !IsCurrent(mirrored, entry)).ToArray();
        await Parallel.ForEachAsync(rewritten, limits, async (entry, token) => await LookAsync(known, entry, token));
        var missing = listed.Values.Where(entry => !known.TryGetValue(entry.Key, out var mirrored) || !IsSame(mirrored, entry)).ToArray();
        await Parallel.ForEachAsync(missing, limits, async (entry, token) => await FetchAsync(known, entry, token));
    }

    private static bool IsCurrent(MirroredObject mirrored, S3Entry entry) => mirrored.IsSettled && IsSame(mirrored, entry);

    private static bool IsSame(MirroredObject mirrored, S3Entry entry) => mirrored.ETag == entry.ETag && mirrored.ChangedAt == entry.ChangedAt;

    /// <summary>Settles who may read an object that was mirrored before. Its new content, if it has any, is left to be fetched.</summary>
    private async Task LookAsync(ConcurrentDictionary<string, MirroredObject> known, S3Entry entry, CancellationToken cancellationToken)
    {
        if (await bucket.HeadAsync(entry.Key, cancellationToken) is not { } version || !known.TryGetValue(entry.Key, out var mirrored))
        {
            // Gone since it was listed: the next listing will not have it.
            return;
        }

        var isServable = OriginalsLayout.IsReadersText(version.Readers);
        if (version.ETag == mirrored.ETag && version.Readers == mirrored.Readers)
        {
            known[entry.Key] = Seen(mirrored, entry, isFirst: mirrored.ChangedAt != entry.ChangedAt);
        }
        else if (version.ETag == mirrored.ETag && mirrored.Readers is not null && isServable)
        {
            Move(known, entry, mirrored, version.Readers!);
        }
        else if (version.Readers != mirrored.Readers)
        {
            Forget(known, mirrored);
        }
    }

    private void Move(ConcurrentDictionary<string, MirroredObject> known, S3Entry entry, MirroredObject mirrored, string readers)
    {
        try
        {
            folder.Move(mirrored, readers);
            known[entry.Key] = Seen(mirrored with { Readers = readers }, entry, isFirst: true);
            Changed();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Not where its readers are: then nowhere, until it is fetched.
            Forget(known, mirrored);
        }
    }

    private async Task FetchAsync(ConcurrentDictionary<string, MirroredObject> known, S3Entry entry, CancellationToken cancellationToken)
    {
        if (RefusalOf(entry) is { } refusal)
        {
            Refuse(known, entry, entry.ETag, refusal);
            return;
        }

        if (await bucket.GetAsync(entry.Key, options.Value.MaxFileBytes, cancellationToken) is not { } version)
        {
            return;
        }

        if (version.Content is null || !OriginalsLayout.IsReadersText(version.Readers))
        {
            Refuse(known, entry, version.ETag, version.Content is null ? "it is larger than Knowledge:MaxFileBytes" : "its metadata names no readers");
            return;
        }

        Keep(known, entry, version);
    }

    private void Keep(ConcurrentDictionary<string, MirroredObject> known, S3Entry entry, S3Version version)
    {
        try
        {
            if (known.TryGetValue(entry.Key, out var before) && before.Readers != version.Readers)
            {
                Forget(known, before);
            }

            folder.Place(entry.Key, version.Readers!, version.Content!);
            known[entry.Key] = Seen(new MirroredObject(entry.Key, version.ETag, entry.ChangedAt, version.Content!.Length, version.Readers, IsSettled: false), entry, isFirst: true);
            _told.TryRemove(entry.Key, out _);
            Changed();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A full disk, or a name that cannot stand beside another one here: tried again with the next listing.
            if (_told.TryAdd(entry.Key, fault.GetType().Name))
            {
                NotKept(entry.Key, fault.GetType().Name);
            }
        }
    }

    private string? RefusalOf(S3Entry entry)
    {
        if (keys.Read(entry.Key) is not { } original)
        {
            return "its key is not one that an ingestion makes";
        }

        if (original.Path.Split('/').Any(part => part.StartsWith('.')) || !DocumentLoader.IsKnownFormat(original.Path))
        {
            return "files of this name are not read";
        }

        return entry.Length > options.Value.MaxFileBytes ? "it is larger than Knowledge:MaxFileBytes" : null;
    }

    private void Refuse(ConcurrentDictionary<string, MirroredObject> known, S3Entry entry, string etag, string reason)
    {
        if (known.TryGetValue(entry.Key, out var before))
        {
            Forget(known, before);
        }

        known[entry.Key] = new MirroredObject(entry.Key, etag, entry.ChangedAt, entry.Length, Readers: null, IsSettled: true);
        Changed();
        NotServed(entry.Key, reason);
    }

    private void Forget(ConcurrentDictionary<string, MirroredObject> known, MirroredObject mirrored)
    {
        folder.Remove(mirrored);
        known.TryRemove(mirrored.Key, out _);
        _seenAt.TryRemove(mirrored.Key, out _);
        Changed();
    }

    /// <summary>Notes that an object was read as it was listed, and whether that look was late enough to be the last.</summary>
    private MirroredObject Seen(MirroredObject mirrored, S3Entry entry, bool isFirst)
    {
        var now = time.GetTimestamp();
        var seenAt = isFirst ? now : _seenAt.GetOrAdd(entry.Key, now);
        _seenAt[entry.Key] = seenAt;
        var isSettled = time.GetElapsedTime(seenAt, now) >= Settling || time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(entry.ChangedAt) > LongAgo;
        if (isSettled)
        {
            _seenAt.TryRemove(entry.Key, out _);
        }

        Volatile.Write(ref _isUnsaved, true);
        return mirrored with { ChangedAt = entry.ChangedAt, IsSettled = isSettled };
    }

    private void Changed()
    {
        Interlocked.Increment(ref _changes);
        Volatile.Write(ref _isUnsaved, true);
    }

    private void Save()
    {
        if (_known is { } known && _isUnsaved)
        {
            folder.Save(bucket.Identity, known.Values);
            _isUnsaved = false;
        }
    }

    [LoggerMessage(LogEvents.OriginalNotServed, LogLevel.Warning, "The object {Key} is not served: {Reason}")]
    private partial void NotServed(string key, string reason);

    [LoggerMessage(LogEvents.OriginalNotKept, LogLevel.Warning, "The object {Key} cannot be kept on this machine ({Error}); it is tried again")]
    private partial void NotKept(string key, string error);
}
