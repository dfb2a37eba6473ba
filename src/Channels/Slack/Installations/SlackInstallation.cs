using System.Text.Json.Serialization;

namespace ChatOpsBot.Channels.Slack.Installations;

/// <summary>Where the app is installed, with what the bot needs to speak there. Stored encrypted (S-82).</summary>
internal sealed record SlackInstallation
{
    /// <summary>Gets the enterprise; null for a workspace that belongs to none.</summary>
    public string? Enterprise { get; init; }

    /// <summary>Gets the workspace; null when the app is installed for a whole enterprise (S-83).</summary>
    public string? Team { get; init; }

    /// <summary>Gets the enterprise whose installation serves this workspace. Nothing else is known of such a workspace.</summary>
    public string? PartOf { get; init; }

    /// <summary>Gets whose documents are answered from.</summary>
    public string Tenant { get; init; } = string.Empty;

    /// <summary>Gets the bot token; null once the app was uninstalled.</summary>
    public string? BotToken { get; init; }

    /// <summary>Gets what the next token is asked with; null when the token does not expire.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>Gets when the token expires.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Gets how long the token was given for.</summary>
    public TimeSpan Lifetime { get; init; }

    /// <summary>Gets the bot's user id.</summary>
    public string? BotUserId { get; init; }

    /// <summary>Gets the bot's bot id.</summary>
    public string? BotId { get; init; }

    /// <summary>Gets the app.</summary>
    public string? AppId { get; init; }

    /// <summary>Gets what the bot may do.</summary>
    public string? Scopes { get; init; }

    /// <summary>Gets who installed it.</summary>
    public string? InstallerId { get; init; }

    /// <summary>Gets when it was installed; what is told about an earlier installation does not concern it.</summary>
    public DateTimeOffset InstalledAt { get; init; }

    /// <summary>Gets why Slack gives no new token; null when it does.</summary>
    public string? Fault { get; init; }

    /// <summary>Gets when Slack refused last.</summary>
    public DateTimeOffset? FaultAt { get; init; }

    /// <summary>Gets what it is stored under.</summary>
    [JsonIgnore]
    public string Id => Team ?? Enterprise ?? throw new InvalidOperationException("An installation has a workspace or an enterprise.");

    [JsonIgnore]
    public bool IsOrgWide => Team is null;

    /// <summary>Says whether the token is used up but for its last tenth (S-81).</summary>
    public bool NeedsRefresh(DateTimeOffset now) => RefreshToken is not null && ExpiresAt is { } end && end - now <= Lifetime / 10;

    public bool IsExpired(DateTimeOffset now) => ExpiresAt is { } end && end <= now;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SlackInstallation))]
internal sealed partial class SlackInstallationJson : JsonSerializerContext;
