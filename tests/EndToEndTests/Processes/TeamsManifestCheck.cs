namespace ChatOpsBot.EndToEndTests.Processes;

/// <summary>The check of a Teams manifest that Microsoft's toolkit makes (npm <c>@microsoft/app-manifest</c>).</summary>
internal static class TeamsManifestCheck
{
    /// <summary>Returns what is wrong with the manifest in a file.</summary>
    public static Task<IReadOnlyList<string>> RunAsync(string file) => NpmClients.RunAsync("teams-manifest.mjs", file);
}
