using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge.Crawling;
using ChatOpsBot.RagCore.Knowledge.Loading;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Knowledge.Watching;

/// <summary>The folders that are watched: the configured ones, and those of the document store, which come and go.</summary>
internal sealed class SourceSet : IDisposable
{
    private readonly IDocumentStore _store;
    private readonly StableFileReader _reader;
    private readonly long _maxFileBytes;
    private readonly WatchedSource[] _configured;
    private Dictionary<string, WatchedSource> _stored = new(StringComparer.Ordinal);
    private IDisposable? _storeWatch;
    private bool _isStoreRead;

    private readonly FirstCrawl? _firstCrawl;

    public SourceSet(
        IOptions<KnowledgeOptions> options, ContentRoot root, IDocumentStore store, TimeProvider time, WebFolder? web = null, FirstCrawl? firstCrawl = null)
    {
        _store = store;
        _firstCrawl = firstCrawl;
        _reader = new StableFileReader(time, options.Value.SettleTime);
        _maxFileBytes = options.Value.MaxFileBytes;
        _configured = [.. KnowledgeSource.FromOptions(options.Value, root, web).Select(Watch)];
    }

    /// <summary>Gets or sets who is told that something may have changed.</summary>
    public Action OnChanged { get; set; } = static () => { };

    public IEnumerable<WatchedSource> All => _configured.Concat(_stored.Values);

    /// <summary>Gets a value indicating whether every change is told of.</summary>
    public bool IsWatched => _storeWatch is not null && All.All(source => source.IsWatched);

    /// <summary>Returns when there is something to read: pages that were never read are waited for, though not for long.</summary>
    public Task WaitForPagesAsync(CancellationToken cancellationToken) => _firstCrawl?.WaitAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>Lets the store bring its folders up to date, before they are first asked for.</summary>
    /// <exception cref="StoreUnavailableException">It cannot now; the folders are as they were left.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await _store.RefreshAsync(cancellationToken);
        _isStoreRead = true;
    }

    /// <summary>
    /// Returns the sources whose folders held all of their documents at the start, or for pages at a crawl before it, with that time: what a folder
    /// does not hold says something only then. Several folders of one name are one source.
    /// </summary>
    /// <param name="start">When the process started.</param>
    public IReadOnlyDictionary<(TenantId Tenant, string Name), DateTimeOffset> WholeAsOf(DateTimeOffset start)
        => All.GroupBy(source => (source.Mirror.Source.Tenant, source.Mirror.Source.Name), source => WholeAsOf(source, start))
            .Where(source => source.All(time => time is not null))
            .ToDictionary(source => source.Key, source => source.Min()!.Value);

    /// <summary>Asks the store for its folders. Says whether one of them is gone, with the documents it held.</summary>
    /// <exception cref="IOException">The store cannot be read now; the folders stay as they were.</exception>
    public bool Refresh()
    {
        _storeWatch ??= _store.Watch(Changed);
        var listed = _store.ListSources();
        var next = listed.ToDictionary(source => source.Folder, source => _stored.GetValueOrDefault(source.Folder) ?? Watch(source), StringComparer.Ordinal);
        var gone = _stored.Where(known => !next.ContainsKey(known.Key)).Select(known => known.Value).ToList();
        _stored = next;
        gone.ForEach(source => source.Dispose());
        return gone.Count > 0;
    }

    public void Dispose()
    {
        _storeWatch?.Dispose();
        foreach (var source in All)
        {
            source.Dispose();
        }
    }

    private DateTimeOffset? WholeAsOf(WatchedSource source, DateTimeOffset start)
    {
        if (source.IsMissing || !source.Mirror.IsWhole || (!_isStoreRead && _stored.ContainsValue(source)))
        {
            return null;
        }

        // Pages that another replica found since are not here yet, however whole the copies are.
        return source.Mirror.Source.Pages is not { WholeAsOf: var crawled } || crawled > start ? start : crawled;
    }

    private WatchedSource Watch(KnowledgeSource source) => new(new SourceMirror(source, _reader, _maxFileBytes), Changed);

    private void Changed() => OnChanged();
}
