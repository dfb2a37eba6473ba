using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChatOpsBot.RagCore.Conversations;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>
/// The only way to Qdrant. A use has one limit in time for all its tries; every request here may be sent twice, so what may be a passing fault is tried
/// again. Messages carry statuses and never what was sent or answered: both hold document text.
/// </summary>
internal sealed class QdrantClient(QdrantHttp http, IOptions<QdrantOptions> options, TimeProvider time, Random random)
{
    private const int MaxTries = 3;
    private const long MaxAnswerBytes = 256L << 20;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Sends a request and returns what its answer holds.</summary>
    /// <exception cref="StoreUnavailableException">No usable answer came within the limit.</exception>
    /// <exception cref="QdrantRefusedException">The request was refused as it is.</exception>
    public async Task<T> SendAsync<T>(QdrantCall call, JsonTypeInfo<QdrantReply<T>> form, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Value.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await TryAsync(call, form, both.Token);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StoreUnavailableException($"Qdrant did not answer '{call.Use}' within {options.Value.Timeout}.", fault);
        }
    }

    private async Task<T> TryAsync<T>(QdrantCall call, JsonTypeInfo<QdrantReply<T>> form, CancellationToken cancellationToken)
    {
        for (var number = 1; ; number++)
        {
            var (pause, fault) = (Pause(number), default(Exception));
            try
            {
                using var response = await http.SendAsync(Request(call), cancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    return await ReadAsync(call, response, form, cancellationToken);
                }

                fault = Refusal(call, response.StatusCode);
                pause = RetryAfter(response.Headers.RetryAfter) ?? pause;
            }
            catch (Exception broken) when (broken is HttpRequestException or IOException)
            {
                fault = new StoreUnavailableException($"Qdrant cannot be reached for '{call.Use}' ({Kind(broken)}).", broken);
            }

            if (number == MaxTries || fault is QdrantRefusedException || pause > options.Value.Timeout)
            {
                throw fault;
            }

            await Task.Delay(pause, time, cancellationToken);
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
                : throw new StoreUnavailableException($"Qdrant answered '{call.Use}' without a result.");
        }
        catch (JsonException)
        {
            // The inner exception would name what stands in the answer.
            throw new StoreUnavailableException($"Qdrant answered '{call.Use}' with something that is not its answer to that: check {QdrantOptions.SectionName}:{nameof(QdrantOptions.Endpoint)}.");
        }
    }

    private static Exception Refusal(QdrantCall call, HttpStatusCode status) => status switch
    {
        HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError
            => new StoreUnavailableException($"Qdrant answered '{call.Use}' with status {(int)status}."),
        _ => new QdrantRefusedException(call.Use, status),
    };

    private static string Kind(Exception fault) => fault is HttpRequestException { HttpRequestError: var kind } ? kind.ToString() : fault.GetType().Name;

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > time.GetUtcNow() ? date - time.GetUtcNow() : TimeSpan.Zero,
        _ => null,
    };

    // Replicas that lost Qdrant together must not all come back in the same moment.
    private TimeSpan Pause(int number) => FirstPause * Math.Pow(2, number - 1) * (0.5 + random.NextDouble());
}
