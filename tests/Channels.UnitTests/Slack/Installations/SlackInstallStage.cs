using System.Net;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack.Installations;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.RagCore.Access.Secrets;
using ChatOpsBot.TestKit.Slack;

namespace ChatOpsBot.Channels.UnitTests.Slack.Installations;

/// <summary>A bot that workspaces install, and the browsers that do it.</summary>
internal sealed class SlackInstallStage : IAsyncDisposable
{
    private readonly HttpClient _browser = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });

    private int _deliveries;

    private SlackInstallStage(SlackBot bot) => Bot = bot;

    public SlackBot Bot { get; }

    public FakeSlack Slack => Bot.Slack;

    public static async Task<SlackInstallStage> StartAsync(params (string Key, string? Value)[] settings)
        => new(await SlackBot.StartAsync(
        [
            ("BotToken", null), ("TeamId", null), ("ClientId", FakeSlackApps.ClientId), ("ClientSecret", FakeSlackApps.ClientSecret),
            ("Storage:EncryptionKeys:0", SecretBox.NewKey()), ("Workspaces:T0ACME", "acme"), ("Workspaces:E0ORG", "org"), .. settings,
        ]));

    /// <summary>Begins an installation in a browser.</summary>
    public async Task<Begun> BeginAsync()
    {
        using var response = await _browser.GetAsync(new Uri(Bot.Client.BaseAddress!, "slack/install"));
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(response.Headers.Location!.Query);
        return new Begun(response.Headers.Location, query["state"]!, cookie);
    }

    /// <summary>Comes back from Slack.</summary>
    public async Task<(HttpStatusCode Status, string Page)> EndAsync(string? state, string? cookie, string? code, string? language = null, string? error = null)
    {
        var query = new Dictionary<string, string?> { ["state"] = state, ["code"] = code, ["error"] = error }.Where(field => field.Value is not null);
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri(Bot.Client.BaseAddress!, Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString("slack/oauth/callback", query)));
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie.Split(';')[0]);
        }

        request.Headers.Add("Accept-Language", language ?? "en");
        using var response = await _browser.SendAsync(request);
        Assert.Contains("default-src 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Installs the app.</summary>
    public async Task<(HttpStatusCode Status, string Page)> InstallAsync(string? team, string? enterprise = null, bool rotates = true)
    {
        var begun = await BeginAsync();
        return await EndAsync(begun.State, begun.Cookie, Slack.Apps.Consent(team, enterprise, rotates));
    }

    /// <summary>Calls a method of the Web API for a workspace.</summary>
    public Task PostAsync(string team)
        => Bot.Get<SlackWebClient>().CallAsync(
            SlackMethod.PostMessage,
            team,
            null,
            new JsonObject { ["channel"] = "C0OPS", ["text"] = "hello", ["unfurl_links"] = false, ["unfurl_media"] = false },
            CancellationToken.None);

    /// <summary>Delivers an event of a workspace.</summary>
    public async Task<string> DeliverAsync(string team, string? enterprise, JsonObject said, bool isOrgWide = false, DateTimeOffset? at = null)
    {
        var person = new SlackPerson(Slack, Bot.Client, Bot.Time) { Team = team };
        var envelope = person.Envelope(said, $"Ev{team}{++_deliveries}");
        envelope["context_enterprise_id"] = enterprise;
        envelope["event_time"] = (at ?? Bot.Time.GetUtcNow()).ToUnixTimeSeconds();
        envelope["authorizations"] = new JsonArray(new JsonObject
        {
            ["enterprise_id"] = enterprise,
            ["team_id"] = team,
            ["user_id"] = $"U0BOT{(isOrgWide ? enterprise : team)}",
            ["is_bot"] = true,
            ["is_enterprise_install"] = isOrgWide,
        });
        using var response = await person.SendEventAsync(envelope);
        return response.StatusCode == HttpStatusCode.OK ? Bot.Results.Last() : response.StatusCode.ToString();
    }

    /// <summary>Mentions the bot in a workspace.</summary>
    public Task<string> MentionAsync(string team, string? enterprise = null, bool isOrgWide = false)
    {
        var person = new SlackPerson(Slack, Bot.Client, Bot.Time) { Team = team };
        return DeliverAsync(team, enterprise, person.Event("app_mention", "C0OPS", Slack.Workspace.NextTs(), $"<@U0BOT{(isOrgWide ? enterprise : team)}> how many days?"), isOrgWide);
    }

    public Task<string> UninstallAsync(string team) => DeliverAsync(team, null, new JsonObject { ["type"] = "app_uninstalled" });

    public Task<string> RevokeAsync(string team, DateTimeOffset? at = null)
        => DeliverAsync(team, null, new JsonObject { ["type"] = "tokens_revoked", ["tokens"] = new JsonObject { ["bot"] = new JsonArray($"U0BOT{team}") } }, at: at);

    public async Task<SlackInstallation?> FindAsync(string id) => (await Bot.Get<SlackInstallations>().ReadAsync(id, CancellationToken.None))?.Installation;

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await Bot.DisposeAsync();
    }

    internal sealed record Begun(Uri Address, string State, string Cookie);
}
