namespace ChatOpsBot.BotHost.Hosting;

/// <summary>Where relative paths of the configuration start, wherever the process was started from.</summary>
internal static class HostFolders
{
    private const string Solution = "ChatOpsBot.sln";

    /// <summary>Gets the repository's root when the program runs from a checkout, else the folder of the program.</summary>
    public static string Root { get; } = FindRepository() ?? AppContext.BaseDirectory;

    private static string? FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
