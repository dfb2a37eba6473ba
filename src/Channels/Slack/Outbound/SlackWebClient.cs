using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Wire;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>Calls the Web API: paced, bounded in time and size, every failure a <see cref="SlackApiException"/> with what it means.</summary>
internal sealed partial class SlackWebClient(
    SlackHttp http,
    SlackPacer pacer,
    PlatformBreakers breakers,
    SlackMetrics metrics,
    TimeProvider time,
    IOptions<SlackOptions> options,
    ILogger<SlackWebClient> logger)
{
    private const int MaxAttempts = 3;
    private const int MaxResponseBytes = 8 << 20;

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(1);
    private static readonly JsonSerializerOptions Writing = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Uri _baseUrl = WithSlash(options.Value.ApiBaseUrl);

    /// <summary>Calls a method with the bot token. A wait that Slack asked for is taken here when it is short, else it is in the exception.</summary>
    /// <param name="method">The method.</param>
    /// <param name="team">The workspace, which limits are counted by.</param>
    /// <param name="channel">The Slack channel, where it has a pace of its own.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<JsonElement> CallAsync(SlackMethod method, string team, string? channel, JsonObject arguments, CancellationToken cancellationToken)
        => PacedAsync(method, team, channel, () => ApiRequest(method, arguments), ReadReplyAsync, cancellationToken);

    /// <summary>Posts to a <c>response_url</c>, without the token: the address itself is the right to post.</summary>
    public Task<JsonElement> RespondAsync(string team, Uri responseUrl, JsonObject message, CancellationToken cancellationToken)
        => PacedAsync(
            SlackMethod.Respond, team, null, () => new HttpRequestMessage(HttpMethod.Post, responseUrl) { Content = Json(message) }, ReadRespondedAsync, cancellationToken);

    private delegate Task<JsonElement> Reader(SlackMethod method, HttpResponseMessage response, CancellationToken cancellationToken);

    private async Task<JsonElement> PacedAsync(
        SlackMethod method, string team, string? channel, Func<HttpRequestMessage> request, Reader read, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            // Outside the try: what the pacer refuses for one channel is no word of Slack's about the whole workspace (S-51).
            await pacer.WaitAsync(method, team, channel, cancellationToken);
            try
            {
                var reply = await UnlessOpenAsync(method, team, token => SendAsync(method, request, read, token), cancellationToken);
                metrics.Call(method.Name, SlackResults.Done);
                return reply;
            }
            catch (SlackApiException fault) when (fault.RetryAfter is { } wait && SlackErrors.IsRateLimit(fault.Error))
            {
                metrics.Call(method.Name, SlackResults.RateLimited);
                SlackRateLimited(method.Name, (int)wait.TotalSeconds);
                await pacer.BlockAsync(method, team, wait, cancellationToken);
                if (attempt == MaxAttempts)
                {
                    throw;
                }
            }
            catch (SlackApiException fault) when (fault.Error != SlackErrors.BreakerOpen)
            {
                metrics.Call(method.Name, ResultOf(fault.Failure));
                SlackCallFailed(method.Name, fault.Error);
                throw;
            }
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

    private async Task<JsonElement> SendAsync(SlackMethod method, Func<HttpRequestMessage> request, Reader read, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(CallTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var message = request();
            using var response = await http.SendAsync(message, both.Token);
            return await read(method, response, both.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new SlackApiException(method, SlackErrors.Timeout, SlackErrors.Unclear(method));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The handler ends a connection that takes too long to be made with a cancellation of its own.
            throw new SlackApiException(method, SlackErrors.Unreachable, DeliveryFailure.Transient);
        }
        catch (HttpRequestException fault) when (NeverSent(fault.HttpRequestError))
        {
            throw new SlackApiException(method, SlackErrors.Unreachable, DeliveryFailure.Transient);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw new SlackApiException(method, SlackErrors.ConnectionLost, SlackErrors.Unclear(method));
        }
    }

    private static bool NeverSent(HttpRequestError error)
        => error is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError;

    private HttpRequestMessage ApiRequest(SlackMethod method, JsonObject arguments)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_baseUrl, method.Name)) { Content = method.IsForm ? Form(arguments) : Json(arguments) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Value.BotToken);
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

    private static async Task<JsonElement> ReadReplyAsync(SlackMethod method, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        ThrowForStatus(method, response);
        var body = await ReadBoundedAsync(method, response, cancellationToken);
        if (TryParse(body) is not { ValueKind: JsonValueKind.Object } reply)
        {
            throw new SlackApiException(method, "invalid_response", SlackErrors.Unclear(method));
        }

        if (reply.IsTrue("ok"u8))
        {
            return reply;
        }

        var error = SlackErrors.Clean(reply.Text("error"u8));
        throw SlackErrors.IsRateLimit(error)
            ? new SlackApiException(method, error, DeliveryFailure.Transient, RetryAfter(response))
            : new SlackApiException(
                method, error, error == "invalid_response" ? SlackErrors.Unclear(method) : SlackErrors.Classify(method, error), SlackErrors.PauseAfter(error));
    }

    // A response_url answers 200 with "ok", or an error with a JSON or a plain text body.
    private static async Task<JsonElement> ReadRespondedAsync(SlackMethod method, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest)
        {
            var body = await ReadBoundedAsync(method, response, cancellationToken);
            var error = TryParse(body) is { } parsed ? SlackErrors.Clean(parsed.Text("error"u8)) : SlackErrors.Clean(Encoding.UTF8.GetString(body));
            throw new SlackApiException(method, error == "invalid_response" ? "expired_url" : error, DeliveryFailure.Permanent);
        }

        ThrowForStatus(method, response);
        return default;
    }

    private static void ThrowForStatus(SlackMethod method, HttpResponseMessage response)
    {
        if (response.StatusCode is HttpStatusCode.TooManyRequests)
        {
            throw new SlackApiException(method, SlackErrors.RateLimited, DeliveryFailure.Transient, RetryAfter(response));
        }

        if (!response.IsSuccessStatusCode)
        {
            var failure = SlackErrors.Classify(method, response.StatusCode);
            var pause = (int)response.StatusCode < 500 ? SlackErrors.PauseAfter(failure) : null;
            throw new SlackApiException(method, SlackErrors.OfStatus(response.StatusCode), failure, pause);
        }
    }

    private static TimeSpan RetryAfter(HttpResponseMessage response)
    {
        var given = response.Headers.TryGetValues("Retry-After", out var values) ? values.FirstOrDefault() : null;
        var seconds = int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : 1;
        return TimeSpan.FromSeconds(Math.Clamp(seconds, 1, MaxRetryAfter.TotalSeconds));
    }

    private static async Task<byte[]> ReadBoundedAsync(SlackMethod method, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var chunk = new byte[16 << 10];
        for (var read = await stream.ReadAsync(chunk, cancellationToken); read > 0; read = await stream.ReadAsync(chunk, cancellationToken))
        {
            if (buffer.Length + read > MaxResponseBytes)
            {
                throw new SlackApiException(method, "invalid_response", SlackErrors.Unclear(method));
            }

            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }

    private static JsonElement? TryParse(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, JsonMembers.Parsing);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string ResultOf(DeliveryFailure failure) => failure switch
    {
        DeliveryFailure.Transient => "transient",
        DeliveryFailure.Ambiguous => "ambiguous",
        _ => "permanent",
    };

    private static Uri WithSlash(Uri url) => url.AbsoluteUri.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/");

    [LoggerMessage(LogEvents.SlackRateLimited, LogLevel.Debug, "{Method} must wait {Seconds} s")]
    private partial void SlackRateLimited(string method, int seconds);

    [LoggerMessage(LogEvents.SlackCallFailed, LogLevel.Warning, "{Method} failed: {Error}")]
    private partial void SlackCallFailed(string method, string error);
}
