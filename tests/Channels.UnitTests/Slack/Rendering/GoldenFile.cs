using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack.Rendering;

namespace ChatOpsBot.Channels.UnitTests.Slack.Rendering;

/// <summary>Compares cards with the files under <c>Golden/</c>. <c>CHATOPSBOT_UPDATE_GOLDEN=1 dotnet test tests/Channels.UnitTests</c> rewrites them; review the change like code.</summary>
internal static class GoldenFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Dense = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Check(string name, SlackMessage message)
        => Check(name, new JsonObject { ["text"] = message.Text, ["blocks"] = message.Blocks.DeepClone() });

    public static void Check(string name, JsonObject payload)
    {
        var path = Path.Combine(Folder(), $"{name}.json");
        var actual = payload.ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable("CHATOPSBOT_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "no golden file", actual, ignoreLineEndingDifferences: true);
    }

    public static string Json(SlackMessage message) => new JsonObject { ["text"] = message.Text, ["blocks"] = message.Blocks.DeepClone() }.ToJsonString(Dense);

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "Golden");
}
