using System.Text.Json;
using ChatOpsBot.Channels.Slack.Inbound;
using ChatOpsBot.RagCore.Conversations.Wire;

namespace ChatOpsBot.Channels.Slack.Installations;

/// <summary>What <c>oauth.v2.access</c> gave.</summary>
internal sealed record SlackGrant
{
    private const int MaxTokenLength = 1_000;
    private const int MaxSeconds = 90 * 24 * 3_600;

    public required string BotToken { get; init; }

    public string? RefreshToken { get; init; }

    public TimeSpan? Lifetime { get; init; }

    public string? Enterprise { get; init; }

    /// <summary>Gets the workspace; null for a whole enterprise.</summary>
    public string? Team { get; init; }

    /// <summary>Gets the name of the workspace or the enterprise, for the person who installs.</summary>
    public string? Name { get; init; }

    public string? BotUserId { get; init; }

    public string? AppId { get; init; }

    public string? Scopes { get; init; }

    public string? InstallerId { get; init; }

    /// <summary>Gets what the installation is stored under.</summary>
    public string? Id => Team ?? Enterprise;

    /// <summary>Reads a reply; null when no bot token is in it.</summary>
    public static SlackGrant? Read(JsonElement reply)
    {
        var (team, enterprise) = (reply.Member("team"u8), reply.Member("enterprise"u8));
        var isOrgWide = reply.IsTrue("is_enterprise_install"u8);
        var seconds = reply.Member("expires_in"u8) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var given) && given is > 0 and <= MaxSeconds ? given : 0;
        return Token(reply.Text("access_token"u8)) is { } token
            ? new SlackGrant
            {
                BotToken = token,
                RefreshToken = Token(reply.Text("refresh_token"u8)),
                Lifetime = seconds > 0 ? TimeSpan.FromSeconds(seconds) : null,
                Enterprise = enterprise.Id("id"u8),
                Team = isOrgWide ? null : team.Id("id"u8),
                Name = (isOrgWide ? enterprise : team).Text("name"u8),
                BotUserId = reply.Id("bot_user_id"u8),
                AppId = reply.Id("app_id"u8),
                Scopes = reply.Text("scope"u8),
                InstallerId = reply.Member("authed_user"u8).Id("id"u8),
            }
            : null;
    }

    /// <summary>Returns an installation with the tokens of this grant.</summary>
    public SlackInstallation Into(SlackInstallation installation, DateTimeOffset now) => installation with
    {
        BotToken = BotToken,
        RefreshToken = RefreshToken,
        ExpiresAt = now + Lifetime,
        Lifetime = Lifetime ?? TimeSpan.Zero,
    };

    // It is put into a header.
    private static string? Token(string? text)
        => text is { Length: > 0 and <= MaxTokenLength } && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_') ? text : null;
}
