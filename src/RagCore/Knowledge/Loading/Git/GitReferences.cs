namespace ChatOpsBot.RagCore.Knowledge.Loading.Git;

/// <summary>Follows what a HEAD says to a commit.</summary>
internal static class GitReferences
{
    private const string ReferenceMark = "ref: ";
    private const string BranchPrefix = "refs/heads/";
    private const string ReftableHead = "refs/heads/.invalid";
    private const int MaxSteps = 5;

    /// <param name="head">What stands in HEAD.</param>
    /// <param name="git">The checkout's own folder of Git.</param>
    /// <param name="common">The repository's folder, which worktrees share.</param>
    /// <param name="folderPath">Where the source is below the top of the checkout.</param>
    public static GitReading Resolve(string head, string git, string common, string folderPath)
    {
        var branch = default(string);
        var value = head;
        for (var step = 0; step < MaxSteps; step++)
        {
            if (!value.StartsWith(ReferenceMark, StringComparison.Ordinal))
            {
                return IsCommit(value) ? new GitReading(new GitRevision(value, branch, folderPath), null) : new GitReading(null, "its HEAD leads to something that is no commit");
            }

            var name = value[ReferenceMark.Length..].Trim();
            if (name == ReftableHead)
            {
                return new GitReading(null, "its branches are in the reftable format, which is not read: convert it with `git refs migrate --ref-format=files`");
            }

            if (!IsName(name))
            {
                return new GitReading(null, "its HEAD names no branch");
            }

            branch ??= name.StartsWith(BranchPrefix, StringComparison.Ordinal) ? name[BranchPrefix.Length..] : null;
            if (Look(name, git, common) is not { } next)
            {
                return new GitReading(null, $"its branch {name} has no commit yet");
            }

            value = next;
        }

        return new GitReading(null, "its references go in circles");
    }

    // Packing moves a reference from its own file into the list while somebody may be looking: asked twice, it is in one of them.
    private static string? Look(string name, string git, string common)
        => GitFiles.ReadLine(Path.Combine(git, name))
            ?? GitFiles.ReadLine(Path.Combine(common, name))
            ?? GitFiles.FindPacked(Path.Combine(common, "packed-refs"), name)
            ?? GitFiles.ReadLine(Path.Combine(common, name));

    // The name becomes a path.
    private static bool IsName(string name)
        => name.StartsWith("refs/", StringComparison.Ordinal)
            && !name.Contains('\\', StringComparison.Ordinal)
            && name.Split('/').All(part => part.Length > 0 && !part.StartsWith('.'));

    private static bool IsCommit(string value) => value.Length is 40 or 64 && value.All(char.IsAsciiHexDigitLower);
}
