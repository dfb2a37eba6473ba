using ChatOpsBot.RagCore.Knowledge.Loading;

namespace ChatOpsBot.RagCore.Knowledge.Watching;

/// <summary>The folders that are watched: the configured ones, and those of the document store, which come and go.</summary>
internal sealed class SourceSet(IReadOnlyList<KnowledgeSource> configured, IDocumentStore store, Func<KnowledgeSource, WatchedSource> watch) : IDisposable
{
    private readonly WatchedSource[] _configured = [.. configured.Select(watch)];
    private Dictionary<string, WatchedSource> _stored = new(StringComparer.Ordinal);

    public IEnumerable<WatchedSource> All => _configured.Concat(_stored.Values);

    /// <summary>Asks the store for its folders. Says whether one of them is gone, with the documents it held.</summary>
    /// <exception cref="IOException">The store cannot be read now; the folders stay as they were.</exception>
    public bool Refresh()
    {
        var listed = store.ListSources();
        var next = listed.ToDictionary(source => source.Folder, source => _stored.GetValueOrDefault(source.Folder) ?? watch(source), StringComparer.Ordinal);
        var gone = _stored.Where(known => !next.ContainsKey(known.Key)).Select(known => known.Value).ToList();
        _stored = next;
        gone.ForEach(source => source.Dispose());
        return gone.Count > 0;
    }

    public void Dispose()
    {
        foreach (var source in All)
        {
            source.Dispose();
        }
    }
}
