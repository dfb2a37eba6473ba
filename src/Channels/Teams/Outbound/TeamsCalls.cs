using System.Text.Json;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Wire;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>Makes one request, bounded in time and size; whatever goes wrong on the way is a <see cref="TeamsApiException"/>.</summary>
internal sealed class TeamsCalls(TeamsHttp http, TimeProvider time)
{
    private const int MaxResponseBytes = 1 << 20;

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Sends a request and reads its answer whatever its status.</summary>
    public async Task<TeamsResponse> SendAsync(TeamsOperation operation, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(CallTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await http.SendAsync(request, both.Token);
            return await ReadAsync(operation, response, both.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TeamsApiException(operation, null, TeamsErrors.Timeout, TeamsErrors.Unclear(operation));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The handler ends a connection that takes too long to be made with a cancellation of its own.
            throw new TeamsApiException(operation, null, TeamsErrors.Unreachable, DeliveryFailure.Transient);
        }
        catch (HttpRequestException fault) when (NeverSent(fault.HttpRequestError))
        {
            throw new TeamsApiException(operation, null, TeamsErrors.Unreachable, DeliveryFailure.Transient);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw new TeamsApiException(operation, null, TeamsErrors.ConnectionLost, TeamsErrors.Unclear(operation));
        }
    }

    private static bool NeverSent(HttpRequestError error)
        => error is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError;

    private static async Task<TeamsResponse> ReadAsync(TeamsOperation operation, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = await BoundedBody.ReadAsync(stream, response.Content.Headers.ContentLength, MaxResponseBytes, 0, cancellationToken)
            ?? throw new TeamsApiException(operation, (int)response.StatusCode, TeamsErrors.InvalidResponse, TeamsErrors.Unclear(operation));
        var retryAfter = response.Headers.TryGetValues("Retry-After", out var values) ? values.FirstOrDefault() : null;
        return new TeamsResponse((int)response.StatusCode, TryParse(body.Bytes), retryAfter);
    }

    private static JsonElement TryParse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, JsonMembers.Parsing);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}

/// <summary>What came back.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body; undefined when it was no JSON.</param>
/// <param name="RetryAfter">The header of that name.</param>
internal readonly record struct TeamsResponse(int Status, JsonElement Body, string? RetryAfter)
{
    public bool IsSuccess => Status is >= 200 and < 300;
}
