namespace ChatOpsBot.RagCore.Knowledge.Loading;

/// <summary>
/// Lists the files below a folder. Names that begin with a dot are not documents. A linked folder is never entered: what it holds is
/// found at its own place when that is inside the source, and is refused when it is not.
/// </summary>
internal static class FolderScanner
{
    /// <summary>Returns the files in ordinal order of their paths.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder is gone.</exception>
    public static IReadOnlyList<SourceFile> Scan(string folder, long maxFileBytes)
    {
        var root = RealPaths.Resolve(folder) ?? throw new DirectoryNotFoundException(folder);
        var files = new List<SourceFile>();
        var pending = new Stack<DirectoryInfo>([new DirectoryInfo(root)]);
        while (pending.TryPop(out var current))
        {
            foreach (var entry in Entries(current))
            {
                if (entry is DirectoryInfo { LinkTarget: null } below)
                {
                    pending.Push(below);
                }
                else if (Describe(entry, root, maxFileBytes) is { } file)
                {
                    files.Add(file);
                }
            }
        }

        files.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        return files;
    }

    private static FileSystemInfo[] Entries(DirectoryInfo folder)
    {
        try
        {
            return [.. folder.EnumerateFileSystemInfos().Where(entry => !entry.Name.StartsWith('.'))];
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            // Removed while it was read, or not ours to read: as if it were empty.
            return [];
        }
    }

    private static SourceFile? Describe(FileSystemInfo entry, string root, long maxFileBytes)
    {
        var path = Path.GetRelativePath(root, entry.FullName).Replace(Path.DirectorySeparatorChar, '/');
        if (entry.LinkTarget is not null)
        {
            var target = RealPaths.Resolve(entry.FullName);
            if (target is null || (target != root && !RealPaths.IsInside(root, target)))
            {
                return new SourceFile(path, entry.FullName, default, LoadOutcome.OutsideSource);
            }
        }

        return entry is FileInfo ? Measure(path, entry.FullName, maxFileBytes) : null;
    }

    private static SourceFile? Measure(string path, string fullPath, long maxFileBytes)
    {
        try
        {
            var fingerprint = FileFingerprint.Of(fullPath);
            LoadOutcome? refusal = !DocumentLoader.IsKnownFormat(path) ? LoadOutcome.UnknownFormat
                : fingerprint.Length > maxFileBytes ? LoadOutcome.TooLarge
                : null;
            return new SourceFile(path, fullPath, fingerprint, refusal);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
