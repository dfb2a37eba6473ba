namespace ChatOpsBot.Channels.Slack;

/// <summary>How the bot is connected to Slack.</summary>
public sealed class SlackOptions
{
    public const string SectionName = "Channels:Slack";

    /// <summary>Gets or sets a value indicating whether the channel is on. Off by default.</summary>
    public bool Enabled { get; set; }

    /// <summary>Gets or sets the signing secret of the app. Required when the channel is on, but for Socket Mode.</summary>
    public string? SigningSecret { get; set; }

    /// <summary>Gets or sets the signing secret before the last rotation, accepted beside the current one (S-06). None by default.</summary>
    public string? PreviousSigningSecret { get; set; }

    /// <summary>Gets or sets the bot token, <c>xoxb-…</c>, of the one workspace that is served. Required when the channel is on, unless workspaces install the app themselves.</summary>
    public string? BotToken { get; set; }

    /// <summary>Gets or sets the client id of the app. With it and without a bot token, workspaces install the app at <c>/slack/install</c>. None by default.</summary>
    public string? ClientId { get; set; }

    /// <summary>Gets or sets the client secret of the app. Required with <see cref="ClientId"/>. None by default.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>Gets or sets where Slack sends a browser back to, <c>https://…/slack/oauth/callback</c>. The first redirect URL of the app by default.</summary>
    public Uri? RedirectUrl { get; set; }

    /// <summary>Gets or sets where a browser is asked for its consent. <c>https://slack.com/oauth/v2/authorize</c> by default; plain http is taken for this machine only.</summary>
    public Uri AuthorizeUrl { get; set; } = new("https://slack.com/oauth/v2/authorize");

    /// <summary>Gets the organisation of each workspace or enterprise that may install the app, by its id, <c>T…</c> or <c>E…</c>. None by default.</summary>
    public IDictionary<string, string> Workspaces { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Gets or sets a value indicating whether workspaces that are not listed may install the app too. Each is an organisation of its own then, named by its id, and sees no
    /// other one's documents. False by default.
    /// </summary>
    public bool AllowUnlistedWorkspaces { get; set; }

    /// <summary>Gets or sets how Slack reaches the bot. <see cref="SlackTransportKind.Http"/> by default.</summary>
    public SlackTransportKind Transport { get; set; } = SlackTransportKind.Http;

    /// <summary>Gets or sets the app-level token, <c>xapp-…</c>, with the scope <c>connections:write</c>. Required for Socket Mode. None by default.</summary>
    public string? AppToken { get; set; }

    /// <summary>Gets or sets how many connections of Socket Mode this process holds, 1 to 10; Slack allows ten in all (S-86). 2 by default.</summary>
    public int SocketConnections { get; set; } = 2;

    /// <summary>Gets or sets where the Web API is. <c>https://slack.com/api/</c> by default; plain http is taken for this machine only.</summary>
    public Uri ApiBaseUrl { get; set; } = new("https://slack.com/api/");

    /// <summary>
    /// Gets the hosts a <c>response_url</c> may name (S-42), each with a port if it is not 443. <c>hooks.slack.com</c> and
    /// <c>hooks.slack-gov.com</c> when none is given; plain http is taken for this machine only.
    /// </summary>
    public IList<string> AllowedResponseHosts { get; } = [];

    /// <summary>
    /// Gets the hosts that files of questions are fetched from, with the bot's token (S-73), each with a port if it is not 443. <c>files.slack.com</c> and
    /// <c>files.slack-gov.com</c> when none is given; plain http is taken for this machine only.
    /// </summary>
    public IList<string> AllowedFileHosts { get; } = [];

    /// <summary>Gets or sets the organisation the workspace belongs to. <c>default</c> by default.</summary>
    public string Tenant { get; set; } = "default";

    /// <summary>Gets or sets the id of the workspace, <c>T…</c>. Asked from Slack by default.</summary>
    public string? TeamId { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether answers are streamed where Slack's limits leave room for it. True by default; without, the placeholder is
    /// changed into the answer.
    /// </summary>
    public bool Streaming { get; set; } = true;

    /// <summary>
    /// Gets or sets a value indicating whether the app is set up as an agent (<c>agent_view</c> in the manifest): suggested questions, titles of threads. True by
    /// default. What a workspace does not offer is left out.
    /// </summary>
    public bool Agent { get; set; } = true;

    /// <summary>Gets the questions suggested to a person who opens the conversation with the bot, at most four. General ones when none is given.</summary>
    public IList<string> SuggestedPrompts { get; } = [];

    /// <summary>Gets or sets a value indicating whether votes are cast with plain buttons instead of Slack's feedback buttons. False by default.</summary>
    public bool PlainButtons { get; set; }

    /// <summary>Gets a value indicating whether workspaces install the app themselves.</summary>
    internal bool IsInstalledByOAuth => string.IsNullOrWhiteSpace(BotToken) && !string.IsNullOrWhiteSpace(ClientId);

    /// <summary>Returns whose documents an installation is answered from; null where nobody has listed it, so that it never sees those of somebody else.</summary>
    /// <param name="team">The workspace; null for a whole enterprise.</param>
    /// <param name="enterprise">Its enterprise.</param>
    internal string? TenantOf(string? team, string? enterprise)
        => team is not null && Workspaces.TryGetValue(team, out var own) ? own
            : enterprise is not null && Workspaces.TryGetValue(enterprise, out var shared) ? shared
            : AllowUnlistedWorkspaces ? team ?? enterprise
            : null;
}

/// <summary>How Slack reaches the bot.</summary>
public enum SlackTransportKind
{
    /// <summary>Signed requests to the bot's own address.</summary>
    Http,

    /// <summary>Socket Mode: connections that the bot opens, where nothing can reach it from outside.</summary>
    Socket,
}
