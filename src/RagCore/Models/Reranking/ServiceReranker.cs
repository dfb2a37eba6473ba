using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ChatOpsBot.RagCore.Answering.Reranking;
using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.RagCore.Models.Reranking;

/// <summary>Asks a service that speaks Cohere's protocol, https://docs.cohere.com/reference/rerank. One more try when that may help.</summary>
internal sealed class ServiceReranker(RerankOptions options, RerankHttp http, TimeProvider time, Random random) : IReranker
{
    // What a service reads of a passage unless told otherwise, 4,096 tokens, is more in any language.
    private const int LongestPassage = 4_000;
    private const int MaxTries = 2;

    private static readonly Uri Public = new("https://api.cohere.com/v2");
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    // A person waits: who asks for a longer pause is done without.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly Uri _address = new($"{(options.Endpoint ?? Public).AbsoluteUri.TrimEnd('/')}/rerank");
    private readonly Retries _retries = new(MaxTries, FirstPause, LongestPause, time, random);

    public async Task<IReadOnlyList<int>?> RankAsync(RerankRequest request, CancellationToken cancellationToken)
    {
        string[] texts = [.. request.Passages.Select(passage => PassageText.Of(passage, LongestPassage))];
        var call = new RerankCall(options.Model!, request.Question, texts, options.TopN is { } most ? Math.Min(most, texts.Length) : null);
        var order = await _retries.RunAsync<int[], RerankException>(
            () => TryAsync(call, cancellationToken), fault => fault.MayGoBetter, fault => fault.RetryAfter, cancellationToken);
        request.Trail.Used("model.rerank", options.Model!);
        return order;
    }

    private async Task<int[]> TryAsync(RerankCall call, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, _address) { Content = JsonContent.Create(call) };
            message.Headers.Authorization = options.ApiKey is { } key ? new AuthenticationHeaderValue("Bearer", key) : null;
            using var response = await http.Client.SendAsync(message, either.Token);
            return response.IsSuccessStatusCode
                ? OrderOf(await response.Content.ReadFromJsonAsync<RerankAnswer>(either.Token), call.Documents.Count)
                : throw Refused(response);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new RerankException(mayGoBetter: false, FormattableString.Invariant($"The reranking service did not answer within {options.Timeout.TotalSeconds} seconds."));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw new RerankException(mayGoBetter: true, "The reranking service cannot be reached, or its answer was cut or too large.");
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException)
        {
            throw new RerankException(mayGoBetter: false, $"The reranking service answered with something else than an order ({fault.GetType().Name}).");
        }
    }

    private static int[] OrderOf(RerankAnswer? answer, int count)
    {
        var results = answer?.Results ?? [];
        var isWrong = results.Count is 0 || results.Any(result => result.Index < 0 || result.Index >= count || !double.IsFinite(result.Score))
            || results.DistinctBy(result => result.Index).Count() != results.Count;
        return isWrong
            ? throw new RerankException(mayGoBetter: false, "The reranking service numbered the passages wrongly, or scored none.")
            : [.. results.OrderByDescending(result => result.Score).Select(result => result.Index)];
    }

    // What the service wrote is left out: it may repeat texts and keys.
    private RerankException Refused(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        return status is 408 or 429 or >= 500
            ? new RerankException(mayGoBetter: true, $"The reranking service failed or asks for fewer calls ({status}).") { RetryAfter = RetryAfterOf(response) }
            : new RerankException(mayGoBetter: false, $"The reranking service refused the call ({status}): check the settings of Models:Rerank.");
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response)
        => response.Headers.TryGetValues("Retry-After", out var values) ? RetryAfterHeader.Read(values.First(), time) : null;
}
