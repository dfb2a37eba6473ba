namespace ChatOpsBot.RagCore.Knowledge;

/// <summary>Where relative paths of the configuration start, wherever the process was started from.</summary>
/// <param name="Path">An absolute path.</param>
public sealed record ContentRoot(string Path)
{
    /// <summary>Returns the absolute form of a configured path.</summary>
    public string Resolve(string path) => System.IO.Path.GetFullPath(path, Path);
}
