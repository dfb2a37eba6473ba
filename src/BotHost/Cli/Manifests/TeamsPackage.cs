using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOpsBot.BotHost.Cli.Manifests;

/// <summary>The app package that Teams takes: the manifest, its icons and its other languages at the root of a zip.</summary>
internal static class TeamsPackage
{
    // The same input gives the same bytes; zip knows no time before 1980.
    private static readonly DateTimeOffset Oldest = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="appId">The bot's App ID.</param>
    /// <param name="host">The bot's public host.</param>
    /// <param name="hearsThreads">It asks for the right to be told what is said in channels, so that questions in its threads need no mention (T-33).</param>
    public static byte[] For(Guid appId, string host, bool hearsThreads = false)
    {
        var manifest = (hearsThreads ? Hearing() : File.ReadAllText(ManifestFiles.Teams))
            .Replace(ManifestFiles.ExampleAppId.ToString(), appId.ToString(), StringComparison.Ordinal)
            .Replace(ManifestFiles.ExampleHost, host, StringComparison.Ordinal);
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "manifest.json", Encoding.UTF8.GetBytes(manifest));
            foreach (var file in Files(manifest))
            {
                Add(zip, file, File.ReadAllBytes(ManifestFiles.BesideTeams(file)));
            }
        }

        return bytes.ToArray();
    }

    private static List<string> Files(string manifest)
    {
        using var json = JsonDocument.Parse(manifest);
        var languages = json.RootElement.GetProperty("localizationInfo").GetProperty("additionalLanguages").EnumerateArray();
        return
        [
            .. json.RootElement.GetProperty("icons").EnumerateObject().Select(icon => icon.Value.GetString()!),
            .. languages.Select(language => language.GetProperty("file").GetString()!),
        ];
    }

    // https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-messages-for-bots-and-agents
    private static string Hearing()
    {
        var manifest = JsonNode.Parse(File.ReadAllText(ManifestFiles.Teams))!.AsObject();
        manifest["webApplicationInfo"] = new JsonObject { ["id"] = ManifestFiles.ExampleAppId.ToString(), ["resource"] = "https://RscBasedStoreApp" };
        var permission = new JsonObject { ["name"] = "ChannelMessage.Read.Group", ["type"] = "Application" };
        manifest["authorization"] = new JsonObject { ["permissions"] = new JsonObject { ["resourceSpecific"] = new JsonArray(permission) } };
        return manifest.ToJsonString(Written);
    }

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        var entry = zip.CreateEntry(name);
        entry.LastWriteTime = Oldest;
        using var stream = entry.Open();
        stream.Write(content);
    }
}
