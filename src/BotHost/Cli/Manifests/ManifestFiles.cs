namespace ChatOpsBot.BotHost.Cli.Manifests;

/// <summary>The manifests that are published beside the program. They hold an example where an operator's own host and app belong.</summary>
internal static class ManifestFiles
{
    public const string ExampleHost = "your-host.example";

    public static readonly Guid ExampleAppId = Guid.Empty;

    public static string Slack { get; } = PathOf("slack", "app-manifest.yaml");

    public static string Teams { get; } = PathOf("teams", "manifest.json");

    /// <summary>Returns the path of a file that the Teams manifest names, such as an icon.</summary>
    public static string BesideTeams(string name) => PathOf("teams", name);

    private static string PathOf(string channel, string name) => Path.Combine(AppContext.BaseDirectory, "manifests", channel, name);
}
