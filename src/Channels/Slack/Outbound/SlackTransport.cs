using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Wire;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>Sends one request to Slack and reads the answer, bounded in time and size.</summary>
internal sealed class SlackTransport(SlackHttp http, TimeProvider time, IOptions<SlackOptions> options)
{
    private const int MaxResponseBytes = 8 << 20;

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(1);

    private readonly Uri _baseUrl = WithSlash(options.Value.ApiBaseUrl);

    /// <summary>Returns where a method is.</summary>
    public Uri AddressOf(SlackMethod method) => new(_baseUrl, method.Name);

    /// <summary>Sends a request and reads its answer.</summary>
    /// <exception cref="SlackApiException">There was none in time, or it is an error.</exception>
    public async Task<JsonElement> SendAsync(SlackMethod method, Func<HttpRequestMessage> request, SlackReader read, CancellationToken cancellationToken)
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

    /// <summary>Reads the answer of a method.</summary>
    public static async Task<JsonElement> ReadReplyAsync(SlackMethod method, HttpResponseMessage response, CancellationToken cancellationToken)
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

    /// <summary>Reads the answer of a <c>response_url</c>: 200 with "ok", or an error with a JSON or a plain text body.</summary>
    public static async Task<JsonElement> ReadRespondedAsync(SlackMethod method, HttpResponseMessage response, CancellationToken cancellationToken)
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

    private static bool NeverSent(HttpRequestError error)
        => error is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError;

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

    private static Uri WithSlash(Uri url) => url.AbsoluteUri.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/");
}

/// <summary>Reads the answer to a request.</summary>
internal delegate Task<JsonElement> SlackReader(SlackMethod method, HttpResponseMessage response, CancellationToken cancellationToken);
