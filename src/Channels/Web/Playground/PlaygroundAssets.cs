using System.Collections.Frozen;
using System.Security.Cryptography;

namespace ChatOpsBot.Channels.Web.Playground;

/// <summary>The files of the playground, from this assembly's resources.</summary>
internal sealed class PlaygroundAssets
{
    private const string Folder = ".Web.Playground.Assets.";

    private readonly Lazy<FrozenDictionary<string, PlaygroundAsset>> _files = new(Load);

    public PlaygroundAsset? Find(string name) => _files.Value.GetValueOrDefault(name);

    private static FrozenDictionary<string, PlaygroundAsset> Load()
    {
        var assembly = typeof(PlaygroundAssets).Assembly;
        var files = from resource in assembly.GetManifestResourceNames()
                    let at = resource.IndexOf(Folder, StringComparison.Ordinal)
                    where at >= 0
                    select Read(assembly.GetManifestResourceStream(resource)!, resource[(at + Folder.Length)..]);
        return files.ToFrozenDictionary(file => file.Name, StringComparer.Ordinal);
    }

    private static PlaygroundAsset Read(Stream resource, string name)
    {
        using var content = new MemoryStream();
        using (resource)
        {
            resource.CopyTo(content);
        }

        var bytes = content.ToArray();
        return new PlaygroundAsset(name, TypeOf(name), $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\"", bytes);
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"The playground has no media type for {other}."),
    };
}

/// <summary>One file.</summary>
/// <param name="Name">Its name below <c>/playground/</c>.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="ETag">A hash of its content, in quotes.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record PlaygroundAsset(string Name, string ContentType, string ETag, ReadOnlyMemory<byte> Content);
