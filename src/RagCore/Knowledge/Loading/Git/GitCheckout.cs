namespace ChatOpsBot.RagCore.Knowledge.Loading.Git;

/// <summary>
/// Reads which commit a folder is checked out at, from the files that Git keeps. Starts no program, so that nothing a repository configures is ever
/// run, and reads bounded amounts.
/// </summary>
internal static class GitCheckout
{
    private const string FileMark = "gitdir: ";
    private const int MaxLevels = 40;

    /// <summary>Reads the checkout a folder is in: its own, or that of a folder above it.</summary>
    public static GitReading Read(string folder)
    {
        try
        {
            return RealPaths.Resolve(folder) is { } real ? Find(real) : new GitReading(null, "the folder does not exist");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new GitReading(null, $"its .git cannot be read ({fault.GetType().Name})");
        }
    }

    private static GitReading Find(string folder)
    {
        var top = new DirectoryInfo(folder);
        for (var level = 0; top is not null && level < MaxLevels; level++, top = top.Parent)
        {
            var mark = Path.Combine(top.FullName, ".git");
            if (Path.Exists(mark))
            {
                return FolderOf(mark, top.FullName) is { } git ? Read(git, PathBelow(top.FullName, folder)) : new GitReading(null, $"{mark} names no folder of Git's");
            }
        }

        return new GitReading(null, "there is no .git in it or in a folder above it");
    }

    /// <summary>Returns the folder itself, or the one that the file names in whose place it stands in worktrees and submodules.</summary>
    private static string? FolderOf(string mark, string top)
    {
        if (Directory.Exists(mark))
        {
            return mark;
        }

        var named = GitFiles.ReadLine(mark) is { } line && line.StartsWith(FileMark, StringComparison.Ordinal) ? Path.GetFullPath(line[FileMark.Length..], top) : null;
        return Directory.Exists(named) ? named : null;
    }

    private static GitReading Read(string git, string folderPath)
    {
        // A worktree has its own HEAD; branches are those of the repository it belongs to.
        var common = GitFiles.ReadLine(Path.Combine(git, "commondir")) is { } line ? Path.GetFullPath(line, git) : git;
        return GitFiles.ReadLine(Path.Combine(git, "HEAD")) is not { } head
            ? new GitReading(null, "its .git has no HEAD")
            : GitReferences.Resolve(head, git, common, folderPath);
    }

    private static string PathBelow(string top, string folder)
        => Path.GetRelativePath(top, folder) is not "." and var below ? below.Replace(Path.DirectorySeparatorChar, '/') + "/" : string.Empty;
}
