using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace ChatOpsBot.BotHost.Cli.Manifests;

/// <summary>The app package that Teams takes: the manifest and its icons at the root of a zip.</summary>
internal static class TeamsPackage
{
    // The same input gives the same bytes; zip knows no time before 1980.
    private static readonly DateTimeOffset Written = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] For(Guid appId, string host)
    {
        var manifest = File.ReadAllText(ManifestFiles.Teams)
            .Replace(ManifestFiles.ExampleAppId.ToString(), appId.ToString(), StringComparison.Ordinal)
            .Replace(ManifestFiles.ExampleHost, host, StringComparison.Ordinal);
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "manifest.json", Encoding.UTF8.GetBytes(manifest));
            foreach (var icon in Icons(manifest))
            {
                Add(zip, icon, File.ReadAllBytes(ManifestFiles.BesideTeams(icon)));
            }
        }

        return bytes.ToArray();
    }

    private static List<string> Icons(string manifest)
    {
        using var json = JsonDocument.Parse(manifest);
        return [.. json.RootElement.GetProperty("icons").EnumerateObject().Select(icon => icon.Value.GetString()!)];
    }

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        var entry = zip.CreateEntry(name);
        entry.LastWriteTime = Written;
        using var stream = entry.Open();
        stream.Write(content);
    }
}
