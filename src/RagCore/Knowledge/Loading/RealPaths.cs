namespace ChatOpsBot.RagCore.Knowledge.Loading;

/// <summary>Follows symbolic links in every part of a path, so that "inside the folder" cannot be faked by a chain of links.</summary>
internal static class RealPaths
{
    private const int MaxLinks = 40;

    /// <summary>Returns the path without links, or null when it does not exist or its links go in circles.</summary>
    public static string? Resolve(string path)
    {
        var pending = new Stack<string>(Parts(Path.GetFullPath(path)));
        var resolved = Path.GetPathRoot(Path.GetFullPath(path))!;
        for (var links = 0; pending.Count > 0;)
        {
            resolved = Path.Combine(resolved, pending.Pop());
            FileSystemInfo entry = Directory.Exists(resolved) ? new DirectoryInfo(resolved) : new FileInfo(resolved);
            if (entry.LinkTarget is not { } target)
            {
                continue;
            }

            if (++links > MaxLinks)
            {
                return null;
            }

            var absolute = Path.GetFullPath(target, Path.GetDirectoryName(resolved)!);
            foreach (var part in Parts(absolute))
            {
                pending.Push(part);
            }

            resolved = Path.GetPathRoot(absolute)!;
        }

        return Path.Exists(resolved) ? resolved : null;
    }

    public static bool IsInside(string folder, string path)
        => path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>The last part first.</summary>
    private static IEnumerable<string> Parts(string path)
        => path[Path.GetPathRoot(path)!.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse();
}
