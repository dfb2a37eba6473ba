namespace ChatOpsBot.Channels.Slack;

/// <summary>How the bot is connected to Slack.</summary>
public sealed class SlackOptions
{
    public const string SectionName = "Channels:Slack";

    /// <summary>Gets or sets a value indicating whether the channel is on. Off by default.</summary>
    public bool Enabled { get; set; }

    /// <summary>Gets or sets the signing secret of the app. Required when the channel is on.</summary>
    public string? SigningSecret { get; set; }

    /// <summary>Gets or sets the signing secret before the last rotation, accepted beside the current one (S-06). None by default.</summary>
    public string? PreviousSigningSecret { get; set; }

    /// <summary>Gets or sets the bot token, <c>xoxb-…</c>. Required when the channel is on.</summary>
    public string? BotToken { get; set; }

    /// <summary>Gets or sets the client id of the app, for installation by OAuth. None by default.</summary>
    public string? ClientId { get; set; }

    /// <summary>Gets or sets the client secret of the app, for installation by OAuth. None by default.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>Gets or sets where the Web API is. <c>https://slack.com/api/</c> by default; plain http is taken for this machine only.</summary>
    public Uri ApiBaseUrl { get; set; } = new("https://slack.com/api/");

    /// <summary>
    /// Gets the hosts a <c>response_url</c> may name (S-42), each with a port if it is not 443. <c>hooks.slack.com</c> and
    /// <c>hooks.slack-gov.com</c> when none is given; plain http is taken for this machine only.
    /// </summary>
    public IList<string> AllowedResponseHosts { get; } = [];

    /// <summary>Gets or sets the organisation the workspace belongs to. <c>default</c> by default.</summary>
    public string Tenant { get; set; } = "default";

    /// <summary>Gets or sets the id of the workspace, <c>T…</c>. Asked from Slack by default.</summary>
    public string? TeamId { get; set; }

    /// <summary>Gets or sets a value indicating whether votes are cast with plain buttons instead of Slack's feedback buttons. False by default.</summary>
    public bool PlainButtons { get; set; }
}
