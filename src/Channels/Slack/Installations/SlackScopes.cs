namespace ChatOpsBot.Channels.Slack.Installations;

/// <summary>What a workspace is asked to allow: the scopes of the app's manifest, and a test says that they are.</summary>
internal static class SlackScopes
{
    public static IReadOnlyList<string> Bot { get; } =
    [
        "app_mentions:read", "commands", "assistant:write", "chat:write", "im:history", "im:write", "channels:history", "groups:history", "mpim:history",
        "channels:read", "groups:read", "mpim:read", "files:read", "users:read",
    ];
}
