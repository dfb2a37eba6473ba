using ChatOpsBot.Channels.Slack.Inbound;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Usage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Slack.Installations;

/// <summary><c>GET /slack/install</c> and <c>GET /slack/oauth/callback</c>: a workspace or an enterprise installs the app (S-80, S-83).</summary>
internal sealed partial class SlackInstallEndpoint(
    SlackInstallState states, SlackOAuth oauth, SlackInstallations installations, IPaceKeeper paces, TimeProvider time, IOptions<SlackOptions> options,
    ILogger<SlackInstallEndpoint> logger)
{
    // Sent over https only, to this host only, and by no page but this host's and the one Slack sends back.
    private const string CookieName = "__Host-slack-install";
    private const int MaxCodeLength = 500;

    // Anybody may come here; a person needs one.
    private static readonly PaceKey Visits = new("slack|install", new Pace(10, TimeSpan.FromSeconds(2)));

    /// <summary>Sends the browser to Slack.</summary>
    public Task BeginAsync(HttpContext context)
    {
        var (state, cookie) = states.Begin();
        context.Response.Cookies.Append(CookieName, cookie, Cookie());
        var query = new QueryBuilder { { "client_id", options.Value.ClientId! }, { "scope", string.Join(',', SlackScopes.Bot) }, { "state", state } };
        if (options.Value.RedirectUrl is { } redirect)
        {
            query.Add("redirect_uri", redirect.AbsoluteUri);
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Redirect(options.Value.AuthorizeUrl.AbsoluteUri + query.ToQueryString());
        return Task.CompletedTask;
    }

    /// <summary>Takes the browser that Slack sent back.</summary>
    public async Task EndAsync(HttpContext context)
    {
        var words = Phrases.For(context.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1).FirstOrDefault()?.Value.Value);
        SlackInstallPage page;
        try
        {
            page = await AnswerAsync(context.Request, words, context.RequestAborted);
        }
        catch (StoreUnavailableException)
        {
            page = new SlackInstallPage(StatusCodes.Status503ServiceUnavailable, words[Phrase.InstallBusy], BeginsAgain: true);
        }

        context.Response.Cookies.Delete(CookieName, Cookie());
        await page.WriteAsync(context.Response, words);
    }

    private async Task<SlackInstallPage> AnswerAsync(HttpRequest request, Phrases words, CancellationToken cancellationToken)
    {
        if (!(await paces.TakeAsync(TimeSpan.Zero, [Visits], cancellationToken)).IsTaken)
        {
            return new SlackInstallPage(StatusCodes.Status429TooManyRequests, words[Phrase.InstallBusy], BeginsAgain: true);
        }

        if (!await states.TryUseAsync(request.Query["state"], request.Cookies[CookieName], cancellationToken))
        {
            return Refused(words[Phrase.InstallExpired]);
        }

        if (request.Query["code"].ToString() is not { Length: > 0 and <= MaxCodeLength } code)
        {
            return Refused(words[Phrase.InstallCancelled]);
        }

        try
        {
            // From here on it ends by itself: the code works once.
            return await InstallAsync(await oauth.ExchangeAsync(code, CancellationToken.None), words);
        }
        catch (SlackApiException fault)
        {
            SlackInstallRefused("unknown", fault.Error);
            return Refused(words.Say(Phrase.InstallFailed, ("error", fault.Error)));
        }
    }

    private async Task<SlackInstallPage> InstallAsync(SlackGrant grant, Phrases words)
    {
        if (grant.Id is not { } id)
        {
            return Refused(words.Say(Phrase.InstallFailed, ("error", "invalid_response")));
        }

        if (options.Value.TenantOf(grant.Team, grant.Enterprise) is not { } tenant)
        {
            SlackInstallRefused(id, "unlisted");
            await GiveBackAsync(grant);
            return new SlackInstallPage(StatusCodes.Status403Forbidden, words.Say(Phrase.InstallUnlisted, ("key", $"Channels:Slack:Workspaces:{id}")));
        }

        var bot = await oauth.TestAsync(grant.BotToken, CancellationToken.None);
        var now = time.GetUtcNow();
        await installations.PutAsync(
            grant.Into(
                new SlackInstallation
                {
                    Enterprise = grant.Enterprise,
                    Team = grant.Team,
                    Tenant = tenant,
                    BotUserId = grant.BotUserId ?? bot.Id("user_id"u8),
                    BotId = bot.Id("bot_id"u8),
                    AppId = grant.AppId,
                    Scopes = grant.Scopes,
                    InstallerId = grant.InstallerId,
                    InstalledAt = now,
                },
                now),
            CancellationToken.None);
        SlackInstalled(id, tenant);
        return new SlackInstallPage(StatusCodes.Status200OK, words.Say(Phrase.InstallDone, ("workspace", DisplayText.OneLine(grant.Name ?? id, 100))));
    }

    private async Task GiveBackAsync(SlackGrant grant)
    {
        try
        {
            await oauth.RevokeAsync(grant.BotToken, CancellationToken.None);
        }
        catch (SlackApiException)
        {
            // It was counted; the token is stored nowhere.
        }
    }

    private static SlackInstallPage Refused(string text) => new(StatusCodes.Status400BadRequest, text, BeginsAgain: true);

    private static CookieOptions Cookie()
        => new() { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = SlackInstallState.Lifetime, IsEssential = true };

    [LoggerMessage(LogEvents.SlackInstalled, LogLevel.Information, "The app was installed in {Installation} for {Tenant}")]
    private partial void SlackInstalled(string installation, string tenant);

    [LoggerMessage(LogEvents.SlackInstallRefused, LogLevel.Warning, "The app was not installed in {Installation}: {Reason}")]
    private partial void SlackInstallRefused(string installation, string reason);
}
