using System.Diagnostics;
using ChatOpsBot.TestKit.Files;
using Xunit;

namespace ChatOpsBot.TestKit.Processes;

/// <summary>Where the clients and servers from npm are installed, with their drivers beside them.</summary>
public static class NpmClients
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Returns the folder; fails where it is not set up.</summary>
    public static string Folder()
    {
        var folder = Environment.GetEnvironmentVariable("CHATOPSBOT_CLIENTS");
        Assert.False(
            string.IsNullOrEmpty(folder),
            $"CHATOPSBOT_CLIENTS names no folder with the npm clients of {RepositoryFiles.PathOf("tests", "EndToEndTests", "Clients")}: run ./test.sh, which installs them.");
        return folder;
    }

    /// <summary>Runs a driver to its end and returns the lines it prints.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(string driver, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("node", [driver, .. arguments]) { WorkingDirectory = Folder(), RedirectStandardOutput = true })!;
        using var limit = new CancellationTokenSource(Limit);
        var printed = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, $"{driver} did not run to its end; its message is above. It printed: {printed}");
        return printed.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
