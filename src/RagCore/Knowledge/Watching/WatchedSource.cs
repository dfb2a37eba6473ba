namespace ChatOpsBot.RagCore.Knowledge.Watching;

/// <summary>A source with its watcher, which comes and goes with the folder.</summary>
internal sealed class WatchedSource(SourceMirror mirror, Action changed) : IDisposable
{
    private FolderWatcher? _watcher;
    private bool _failureTold;
    private DateTime _createdAt;

    public SourceMirror Mirror { get; } = mirror;

    public bool IsMissing { get; set; }

    /// <summary>Gets or sets when it was last compared in full, as the clock's timestamp; null before the first time.</summary>
    public long? ComparedAt { get; set; }

    public bool IsWatched => _watcher is not null;

    /// <summary>
    /// Gets a value indicating whether the folder is gone, or is another one of the same name: the system goes on watching the old one
    /// and says nothing.
    /// </summary>
    public bool IsReplaced => Directory.GetCreationTimeUtc(Mirror.Source.Folder) != _createdAt;

    /// <summary>Makes sure the folder is watched. False, once, when it cannot be.</summary>
    public bool Watch()
    {
        if (_watcher is null)
        {
            _createdAt = Directory.GetCreationTimeUtc(Mirror.Source.Folder);
            _watcher = FolderWatcher.TryStart(Mirror.Source.Folder, changed);
        }

        var tell = _watcher is null && !_failureTold;
        _failureTold = _watcher is null;
        return !tell;
    }

    /// <summary>Watches anew.</summary>
    public void Rewatch()
    {
        Unwatch();
        Watch();
    }

    public void Unwatch()
    {
        _watcher?.Dispose();
        _watcher = null;
    }

    public void Dispose() => Unwatch();
}
