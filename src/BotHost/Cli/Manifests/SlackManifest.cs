namespace ChatOpsBot.BotHost.Cli.Manifests;

/// <summary>The Slack app manifest for one host.</summary>
internal static class SlackManifest
{
    // Replaced as text, so that the reasons beside the scopes stay; the host needs no escaping.
    public static string For(string host) => File.ReadAllText(ManifestFiles.Slack).Replace(ManifestFiles.ExampleHost, host, StringComparison.Ordinal);
}
