using System.Diagnostics;

namespace ChatOpsBot.EndToEndTests.Processes;

/// <summary>The check of a Teams manifest that Microsoft's toolkit makes (npm <c>@microsoft/app-manifest</c>).</summary>
internal static class TeamsManifestCheck
{
    private const string Driver = "teams-manifest.mjs";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Returns what is wrong with the manifest in a file.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(string file)
    {
        using var process = Process.Start(new ProcessStartInfo("node", [Driver, file])
        {
            WorkingDirectory = NpmClients.Folder(),
            RedirectStandardOutput = true,
        })!;
        using var limit = new CancellationTokenSource(Limit);
        var findings = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, "The check did not run; its message is above.");
        return findings.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
