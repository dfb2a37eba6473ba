using ChatOpsBot.TestKit.Files;
using YamlDotNet.Serialization;

namespace ChatOpsBot.IntegrationTests.Manifests;

/// <summary><c>manifests/slack/app-manifest.yaml</c>, read as Slack reads it. A path names a value: <c>settings.interactivity.request_url</c>.</summary>
internal sealed class SlackManifest
{
    private readonly object _root;

    private SlackManifest(object root) => _root = root;

    public static SlackManifest Read()
        => new(new DeserializerBuilder().Build().Deserialize<object>(File.ReadAllText(RepositoryFiles.PathOf("manifests", "slack", "app-manifest.yaml"))));

    public string Text(string path) => (string)Find(path);

    public IReadOnlyList<string> List(string path) => [.. ((List<object>)Find(path)).Cast<string>()];

    public bool Has(string path) => TryFind(path) is not null;

    private object Find(string path) => TryFind(path) ?? throw new KeyNotFoundException($"The manifest has no {path}.");

    private object? TryFind(string path) => path.Split('.').Aggregate((object?)_root, (at, name) => at switch
    {
        Dictionary<object, object> map => map.GetValueOrDefault(name),
        List<object> list => list.ElementAtOrDefault(int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)),
        _ => null,
    });
}
