using ChatOpsBot.TestKit.Files;

namespace ChatOpsBot.EndToEndTests.Processes;

/// <summary>Where the clients from npm are installed, with their drivers beside them.</summary>
internal static class NpmClients
{
    public static string Folder()
    {
        var folder = Environment.GetEnvironmentVariable("CHATOPSBOT_CLIENTS");
        Assert.False(
            string.IsNullOrEmpty(folder),
            $"CHATOPSBOT_CLIENTS names no folder with the npm clients of {RepositoryFiles.PathOf("tests", "EndToEndTests", "Clients")}: run ./test.sh, which installs them.");
        return folder;
    }
}
