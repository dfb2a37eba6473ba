using ChatOpsBot.TestKit.Files;
using Xunit;

namespace ChatOpsBot.TestKit.Processes;

/// <summary>Where the clients and servers from npm are installed, with their drivers beside them.</summary>
public static class NpmClients
{
    public static string Folder()
    {
        var folder = Environment.GetEnvironmentVariable("CHATOPSBOT_CLIENTS");
        Assert.False(
            string.IsNullOrEmpty(folder),
            $"CHATOPSBOT_CLIENTS names no folder with the npm clients of {RepositoryFiles.PathOf("tests", "EndToEndTests", "Clients")}: run ./test.sh, which installs them.");
        return folder!;
    }
}
