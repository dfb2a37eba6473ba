using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Knowledge.Watching.Keeping;

/// <summary>Keeps the index with what the sources looked like, after it was read first, from time to time while it changes, and at the end.</summary>
internal sealed partial class IndexKeeper(
    IKnowledgeSnapshots snapshots, IOptions<KnowledgeOptions> options, TimeProvider time, ILogger<IndexKeeper> logger)
{
    private readonly TimeSpan _interval = options.Value.SnapshotInterval;
    private bool _isChanged;
    private long? _savedAt;

    /// <summary>Opens what was kept and gives it to the sources with the same settings. Null when there is nothing to be used.</summary>
    public async Task<IKeptKnowledge?> OpenAsync(IEnumerable<SourceMirror> mirrors, CancellationToken cancellationToken)
    {
        if (_interval == TimeSpan.Zero || await snapshots.OpenAsync(cancellationToken) is not { } kept || SourceCatalog.Of(kept.Catalog) is not { } catalog)
        {
            return null;
        }

        var files = 0;
        foreach (var mirror in mirrors)
        {
            if (catalog.Sources.FirstOrDefault(source => source.IsOf(mirror.Source)) is { } source)
            {
                mirror.Restore(source, id => kept.Find(mirror.Source.Tenant, id));
                files += source.Files.Count;
            }
        }

        SnapshotOpened(files);
        return kept;
    }

    /// <summary>Remembers that the index is no longer what was kept.</summary>
    public void Changed() => _isChanged = true;

    /// <summary>Keeps the index when it changed and was not kept for a while, or now.</summary>
    public async Task SaveAsync(IEnumerable<SourceMirror> mirrors, IndexPublisher publisher, bool now, CancellationToken cancellationToken)
    {
        if (_interval == TimeSpan.Zero || !_isChanged || !(now || _savedAt is not { } savedAt || time.GetElapsedTime(savedAt) >= _interval))
        {
            return;
        }

        _savedAt = time.GetTimestamp();
        await snapshots.SaveAsync(new SourceCatalog([.. mirrors.Select(mirror => mirror.Keep(publisher.IsIndexed))]).ToBytes(), cancellationToken);
        _isChanged = false;
    }

    [LoggerMessage(LogEvents.SnapshotOpened, LogLevel.Information, "The kept index was opened: {Files} files need not be read unless they changed")]
    private partial void SnapshotOpened(int files);
}
