namespace ChatOpsBot.RagCore.Knowledge.Watching;

/// <summary>Says that something below a folder may have changed. What it was is found by comparing, never taken from the event.</summary>
internal sealed class FolderWatcher : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly FileSystemWatcher _watcher;

    private FolderWatcher(FileSystemWatcher watcher) => _watcher = watcher;

    /// <summary>Starts to watch, or returns null when the system has no watch left or the folder is gone.</summary>
    public static FolderWatcher? TryStart(string folder, Action changed)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true, InternalBufferSize = BufferBytes };
            watcher.Changed += (_, _) => changed();
            watcher.Created += (_, _) => changed();
            watcher.Deleted += (_, _) => changed();
            watcher.Renamed += (_, _) => changed();
            watcher.Error += (_, _) => changed();
            watcher.EnableRaisingEvents = true;
            return new FolderWatcher(watcher);
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
        {
            watcher?.Dispose();
            return null;
        }
    }

    public void Dispose() => _watcher.Dispose();
}
