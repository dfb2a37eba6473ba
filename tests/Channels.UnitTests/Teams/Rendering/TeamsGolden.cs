using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOpsBot.Channels.UnitTests.Teams.Rendering;

/// <summary>Compares messages with the files under <c>Golden/</c>. <c>CHATOPSBOT_UPDATE_GOLDEN=1 dotnet test tests/Channels.UnitTests</c> rewrites them; review the change like code.</summary>
internal static class TeamsGolden
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Check(string name, JsonNode payload)
    {
        var path = Path.Combine(Folder(), $"{name}.json");
        var actual = payload.ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable("CHATOPSBOT_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "no golden file", actual, ignoreLineEndingDifferences: true);
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "Golden");
}
