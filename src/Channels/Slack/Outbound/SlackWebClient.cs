using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack.Installations;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Wire;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>Calls the Web API: paced, bounded in time and size, every failure a <see cref="SlackApiException"/> with what it means.</summary>
internal sealed partial class SlackWebClient(
    SlackTransport transport,
    SlackTokens tokens,
    SlackPacer pacer,
    PlatformBreakers breakers,
    SlackMetrics metrics,
    ILogger<SlackWebClient> logger)
{
    private const int MaxAttempts = 3;

    private static readonly JsonSerializerOptions Writing = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Calls a method with the bot token. A wait that Slack asked for is taken here when it is short, else it is in the exception.</summary>
    /// <param name="method">The method.</param>
    /// <param name="team">The workspace, which limits are counted by.</param>
    /// <param name="channel">The Slack channel, where it has a pace of its own.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<JsonElement> CallAsync(SlackMethod method, string team, string? channel, JsonObject arguments, CancellationToken cancellationToken)
        => WithTokenAsync(
            method,
            team,
            token => PacedAsync(method, team, channel, () => ApiRequest(token, method, team, arguments), SlackTransport.ReadReplyAsync, cancellationToken),
            cancellationToken);

    /// <summary>Calls a method if its turn is now, and once: for what is of no use later.</summary>
    /// <exception cref="SlackApiException">Its turn is later, or the call failed.</exception>
    public async Task<JsonElement> CallAtOnceAsync(SlackMethod method, string team, string? channel, JsonObject arguments, CancellationToken cancellationToken)
    {
        await pacer.TakeNowAsync(method, team, channel, cancellationToken);
        return await WithTokenAsync(method, team, SendAsync, cancellationToken);

        async Task<JsonElement> SendAsync(SlackToken token)
            => await OnceAsync(method, team, () => ApiRequest(token, method, team, arguments), SlackTransport.ReadReplyAsync, isLast: true, cancellationToken)
                ?? throw new SlackApiException(method, SlackErrors.RateLimited, DeliveryFailure.Transient);
    }

    /// <summary>Posts to a <c>response_url</c>, without the token: the address itself is the right to post.</summary>
    public Task<JsonElement> RespondAsync(string team, Uri responseUrl, JsonObject message, CancellationToken cancellationToken)
        => PacedAsync(
            SlackMethod.Respond, team, null, () => new HttpRequestMessage(HttpMethod.Post, responseUrl) { Content = Json(message) }, SlackTransport.ReadRespondedAsync, cancellationToken);

    private async Task<JsonElement> WithTokenAsync(SlackMethod method, string team, Func<SlackToken, Task<JsonElement>> call, CancellationToken cancellationToken)
    {
        var token = await tokens.FindAsync(method, team, cancellationToken);
        try
        {
            return await call(token);
        }
        catch (SlackApiException fault) when (token.Installation is not null && SlackErrors.IsOfTheToken(fault.Error))
        {
            // Another replica may have replaced it, or it ended earlier than was said.
            if (await tokens.ReplaceAsync(method, team, token, fault.Error, cancellationToken) is not { } other)
            {
                throw;
            }

            return await call(other);
        }
    }

    private async Task<JsonElement> PacedAsync(
        SlackMethod method, string team, string? channel, Func<HttpRequestMessage> request, SlackReader read, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            // Outside the try: what the pacer refuses for one channel is no word of Slack's about the whole workspace (S-51).
            await pacer.WaitAsync(method, team, channel, cancellationToken);
            if (await OnceAsync(method, team, request, read, isLast: attempt == MaxAttempts, cancellationToken) is { } reply)
            {
                return reply;
            }
        }
    }

    // Null: Slack asks to wait, and there will be another attempt.
    private async Task<JsonElement?> OnceAsync(
        SlackMethod method, string team, Func<HttpRequestMessage> request, SlackReader read, bool isLast, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await UnlessOpenAsync(method, team, token => transport.SendAsync(method, request, read, token), cancellationToken);
            metrics.Call(method.Name, SlackResults.Done);
            return reply;
        }
        catch (SlackApiException fault) when (fault.RetryAfter is { } wait && SlackErrors.IsRateLimit(fault.Error))
        {
            metrics.Call(method.Name, SlackResults.RateLimited);
            SlackRateLimited(method.Name, (int)wait.TotalSeconds);
            await pacer.BlockAsync(method, team, wait, cancellationToken);
            if (isLast)
            {
                throw;
            }

            return null;
        }
        catch (SlackApiException fault) when (fault.Error != SlackErrors.BreakerOpen)
        {
            metrics.Call(method.Name, ResultOf(fault.Failure));
            SlackCallFailed(method.Name, fault.Error);
            throw;
        }
    }

    // Nothing was sent, so nothing is unclear. The breaker has told of the outage once; every refused call would only repeat it.
    private async Task<JsonElement> UnlessOpenAsync(
        SlackMethod method, string team, Func<CancellationToken, Task<JsonElement>> call, CancellationToken cancellationToken)
    {
        // A response_url has a host of its own.
        var place = new BreakerKey("slack", method == SlackMethod.Respond ? $"{team} {method.Name}" : team);
        try
        {
            return await breakers.RunAsync(place, SlackErrors.IsOutage, call, cancellationToken);
        }
        catch (BreakerOpenException open)
        {
            metrics.Call(method.Name, SlackErrors.BreakerOpen);
            throw new SlackApiException(method, SlackErrors.BreakerOpen, DeliveryFailure.Transient, open.RetryAfter);
        }
    }

    private HttpRequestMessage ApiRequest(SlackToken token, SlackMethod method, string team, JsonObject arguments)
    {
        if (token.IsOrgWide && method.TakesTeam)
        {
            arguments["team_id"] = team;
        }

        var request = new HttpRequestMessage(HttpMethod.Post, transport.AddressOf(method)) { Content = method.IsForm ? Form(arguments) : Json(arguments) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        return request;
    }

    private static ByteArrayContent Json(JsonObject arguments)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(arguments.ToJsonString(Writing)));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        return content;
    }

    private static FormUrlEncodedContent Form(JsonObject arguments)
        => new(arguments.Select(argument => KeyValuePair.Create(argument.Key, argument.Value?.ToString() ?? string.Empty)));

    private static string ResultOf(DeliveryFailure failure) => failure switch
    {
        DeliveryFailure.Transient => "transient",
        DeliveryFailure.Ambiguous => "ambiguous",
        _ => "permanent",
    };

    [LoggerMessage(LogEvents.SlackRateLimited, LogLevel.Debug, "{Method} must wait {Seconds} s")]
    private partial void SlackRateLimited(string method, int seconds);

    [LoggerMessage(LogEvents.SlackCallFailed, LogLevel.Warning, "{Method} failed: {Error}")]
    private partial void SlackCallFailed(string method, string error);
}
