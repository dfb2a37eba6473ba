namespace ChatOpsBot.TestKit.Files;

/// <summary>Finds files of the repository the tests were built from.</summary>
public static class RepositoryFiles
{
    /// <summary>Gets the repository's root: the folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Returns an absolute path below the root.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Lists the C# files below a folder of the repository, without build output.</summary>
    public static IReadOnlyList<string> SourceFiles(params string[] folder)
        => [.. Directory.EnumerateFiles(PathOf(folder), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ChatOpsBot.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds ChatOpsBot.sln.");
    }
}
