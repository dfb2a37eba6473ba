namespace ChatOpsBot.Channels.Teams;

/// <summary>How the bot is connected to Microsoft Teams.</summary>
public sealed class TeamsOptions
{
    public const string SectionName = "Channels:Teams";

    /// <summary>Gets or sets a value indicating whether the channel is on. Off by default.</summary>
    public bool Enabled { get; set; }

    /// <summary>Gets or sets the Microsoft App ID of the bot, a GUID. Required when the channel is on.</summary>
    public string? AppId { get; set; }

    /// <summary>Gets or sets the client secret of the app. Required unless <see cref="AppType"/> is <c>UserAssignedMSI</c>, which has none.</summary>
    public string? AppPassword { get; set; }

    /// <summary>Gets or sets the Microsoft Entra tenant that is served, a GUID; messages of other tenants are refused. Required when the channel is on.</summary>
    public string? TenantId { get; set; }

    /// <summary>
    /// Gets or sets how the app is registered: <c>SingleTenant</c>, <c>MultiTenant</c> (bots made before August 2025) or
    /// <c>UserAssignedMSI</c>. Required when the channel is on; nothing is guessed.
    /// </summary>
    public TeamsAppType? AppType { get; set; }

    /// <summary>Gets or sets where the keys of the Bot Framework are announced. Microsoft's public address by default; plain http is taken for this machine only.</summary>
    public Uri OpenIdMetadataUrl { get; set; } = new("https://login.botframework.com/v1/.well-known/openidconfiguration");

    /// <summary>Gets or sets who issues the tokens of incoming requests. <c>https://api.botframework.com</c> by default.</summary>
    public string Issuer { get; set; } = "https://api.botframework.com";

    /// <summary>Gets or sets where the bot gets its own tokens. <c>https://login.microsoftonline.com/</c> by default; plain http is taken for this machine only.</summary>
    public Uri LoginUrl { get; set; } = new("https://login.microsoftonline.com/");

    /// <summary>
    /// Gets the hosts a service URL may name (T-06), each with a port if it is not 443: the bot's token goes there. Microsoft's
    /// <c>smba.trafficmanager.net</c>, <c>smba.infra.gcc.teams.microsoft.com</c> and <c>smba.infra.gov.teams.microsoft.us</c> when none is given;
    /// plain http is taken for this machine only.
    /// </summary>
    public IList<string> AllowedServiceHosts { get; } = [];

    /// <summary>
    /// Gets or sets where a chat is opened with a person who has not written to the bot yet, one of <see cref="AllowedServiceHosts"/>; in other clouds and for
    /// data that stays in a region, the address Microsoft names for it. <c>https://smba.trafficmanager.net/teams/</c> by default.
    /// </summary>
    public Uri ServiceUrl { get; set; } = new("https://smba.trafficmanager.net/teams/");

    /// <summary>
    /// Gets or sets where a refusal that concerns one person is said when that person asked among others: <c>Chat</c> in the chat with the bot,
    /// <c>Targeted</c> there but seen by that person alone, which Teams has in preview, or <c>Group</c> for everybody to read. Where the first two cannot be had,
    /// it is said for everybody. <c>Chat</c> by default.
    /// </summary>
    public TeamsPrivateNotices PrivateNotices { get; set; } = TeamsPrivateNotices.Chat;

    /// <summary>
    /// Gets the hosts that files of questions are fetched from (T-35), each with a port if it is not 443; a dot in front stands for every host below.
    /// <c>.sharepoint.com</c>, <c>.sharepoint.us</c>, <c>.sharepoint-mil.us</c> and <c>.sharepoint.cn</c> when none is given; plain http is taken for this
    /// machine only.
    /// </summary>
    public IList<string> AllowedFileHosts { get; } = [];

    /// <summary>Gets or sets the organisation the Entra tenant stands for. <c>default</c> by default.</summary>
    public string Tenant { get; set; } = "default";

    /// <summary>Gets or sets how answers look: <c>Card</c>, or <c>Text</c> with Teams' own citations and feedback buttons. <c>Card</c> by default.</summary>
    public TeamsAnswerStyle AnswerStyle { get; set; } = TeamsAnswerStyle.Card;

    /// <summary>
    /// Gets or sets a value indicating whether answers grow before a person's eyes: as a stream in chats with the bot alone (T-29), elsewhere by changes of the
    /// placeholder, three seconds apart. True by default; without, the placeholder stands until the answer takes its place.
    /// </summary>
    public bool Streaming { get; set; } = true;

    /// <summary>
    /// Gets or sets a value indicating whether requests without a token are taken, for test clients on this machine. Only in the Development
    /// environment, only from and to this machine; warns at the start and when used. False by default.
    /// </summary>
    public bool DangerouslyAllowUnauthenticatedRequests { get; set; }
}

/// <summary>How a bot is registered (T-08).</summary>
public enum TeamsAppType
{
    /// <summary>In the tenant it serves, with a client secret.</summary>
    SingleTenant,

    /// <summary>In the Bot Framework's tenant, with a client secret. Cannot be made anew since 31 July 2025.</summary>
    MultiTenant,

    /// <summary>As a managed identity of Azure, without a secret.</summary>
    UserAssignedMSI,
}

/// <summary>How answers look in Teams.</summary>
public enum TeamsAnswerStyle
{
    /// <summary>An Adaptive Card with sources, votes and reasons.</summary>
    Card,

    /// <summary>Text with Teams' own citations and feedback buttons (T-26, T-28).</summary>
    Text,
}

/// <summary>Where a refusal that concerns one person is said.</summary>
public enum TeamsPrivateNotices
{
    /// <summary>In the chat between the person and the bot.</summary>
    Chat,

    /// <summary>Where it was asked, seen by the person alone.</summary>
    Targeted,

    /// <summary>Where it was asked, for everybody to read.</summary>
    Group,
}
