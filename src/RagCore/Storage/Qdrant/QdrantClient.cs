using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>
/// The only way to Qdrant. A use has one limit in time for all its tries; every request here may be sent twice, so what may be a passing fault is tried
/// again. After several uses in a row failed, the next ones fail at once for a while. Messages carry statuses and never what was sent or answered: both
/// hold document text.
/// </summary>
internal sealed partial class QdrantClient(
    QdrantHttp http, IOptions<QdrantOptions> options, QdrantBreaker breaker, QdrantMetrics metrics, TimeProvider time, Random random, ILogger<QdrantClient> logger)
{
    private const int MaxTries = 3;
    private const long MaxAnswerBytes = 256L << 20;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private readonly Retries _retries = new(MaxTries, FirstPause, options.Value.Timeout, time, random);

    /// <summary>Sends a request and returns what its answer holds.</summary>
    /// <exception cref="StoreUnavailableException">No usable answer came within the limit.</exception>
    /// <exception cref="QdrantRefusedException">The request was refused as it is.</exception>
    public async Task<T> SendAsync<T>(QdrantCall call, JsonTypeInfo<QdrantReply<T>> form, CancellationToken cancellationToken)
    {
        if (!breaker.MayTry())
        {
            metrics.Called(call.Use, "skipped", TimeSpan.Zero);
            throw new StoreUnavailableException($"Qdrant failed several times in a row and is left alone for a moment; '{call.Use}' was not sent.");
        }

        var started = time.GetTimestamp();
        try
        {
            var answer = await LimitAsync(call, form, cancellationToken);
            Answered(call, "done", started);
            return answer;
        }
        catch (QdrantRefusedException)
        {
            Answered(call, "refused", started);
            throw;
        }
        catch (QdrantOutage outage)
        {
            metrics.Called(call.Use, outage.Result, time.GetElapsedTime(started));
            if (breaker.Failed())
            {
                LeftAlone(outage.Message);
            }

            throw new StoreUnavailableException(outage.Message, outage.InnerException);
        }
    }

    private void Answered(QdrantCall call, string result, long started)
    {
        metrics.Called(call.Use, result, time.GetElapsedTime(started));
        if (breaker.Succeeded())
        {
            AnswersAgain();
        }
    }

    private async Task<T> LimitAsync<T>(QdrantCall call, JsonTypeInfo<QdrantReply<T>> form, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Value.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // An answer that cannot be read was an answer: the next one would be like it.
            return await _retries.RunAsync<T, QdrantOutage>(
                () => TryAsync(call, form, both.Token), outage => outage.Result != QdrantOutage.Unreadable, outage => outage.RetryAfter, both.Token);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new QdrantOutage("timeout", $"Qdrant did not answer '{call.Use}' within {options.Value.Timeout}.", fault);
        }
    }

    private async Task<T> TryAsync<T>(QdrantCall call, JsonTypeInfo<QdrantReply<T>> form, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Request(call);
            using var response = await http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode ? await ReadAsync(call, response, form, cancellationToken) : throw Refusal(call, response);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw new QdrantOutage("unreachable", $"Qdrant cannot be reached for '{call.Use}' ({Kind(broken)}).", broken);
        }
    }

    private HttpRequestMessage Request(QdrantCall call)
    {
        var endpoint = options.Value.Endpoint ?? throw new InvalidOperationException($"{QdrantOptions.SectionName}:{nameof(QdrantOptions.Endpoint)} is missing: give the address of Qdrant.");
        var request = new HttpRequestMessage(call.Method, new Uri(endpoint.AbsoluteUri.TrimEnd('/') + "/" + call.Path));
        if (!string.IsNullOrEmpty(options.Value.ApiKey))
        {
            request.Headers.Add("api-key", options.Value.ApiKey);
        }

        if (call.Body is not null)
        {
            request.Content = new ByteArrayContent(call.Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        return request;
    }

    private static async Task<T> ReadAsync<T>(QdrantCall call, HttpResponseMessage response, JsonTypeInfo<QdrantReply<T>> form, CancellationToken cancellationToken)
    {
        await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, cancellationToken);
        try
        {
            using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(stream, form, cancellationToken) is { Result: { } result }
                ? result
                : throw new QdrantOutage(QdrantOutage.Unreadable, $"Qdrant answered '{call.Use}' without a result.");
        }
        catch (JsonException)
        {
            // The inner exception would name what stands in the answer.
            throw new QdrantOutage(
                QdrantOutage.Unreadable, $"Qdrant answered '{call.Use}' with something that is not its answer to that: check {QdrantOptions.SectionName}:{nameof(QdrantOptions.Endpoint)}.");
        }
    }

    private Exception Refusal(QdrantCall call, HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.TooManyRequests => Outage("busy", call, response),
        HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => Outage("failed", call, response),
        _ => new QdrantRefusedException(call.Use, response.StatusCode),
    };

    private QdrantOutage Outage(string result, QdrantCall call, HttpResponseMessage response)
        => new(result, $"Qdrant answered '{call.Use}' with status {(int)response.StatusCode}.")
        {
            RetryAfter = response.Headers.TryGetValues("Retry-After", out var values) ? RetryAfterHeader.Read(values.First(), time) : null,
        };

    private static string Kind(Exception fault) => fault is HttpRequestException { HttpRequestError: var kind } ? kind.ToString() : fault.GetType().Name;

    [LoggerMessage(LogEvents.QdrantLeftAlone, LogLevel.Warning, "Qdrant failed several times in a row and is left alone for about two seconds at a time: {Fault}")]
    private partial void LeftAlone(string fault);

    [LoggerMessage(LogEvents.QdrantAnswersAgain, LogLevel.Information, "Qdrant answers again")]
    private partial void AnswersAgain();
}
