using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using ChatOpsBot.RagCore.Knowledge.Dense;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Embeddings;
using CallOptions = Microsoft.Extensions.AI.EmbeddingGenerationOptions;

namespace ChatOpsBot.RagCore.Models.Embeddings;

/// <summary>Asks a service that speaks OpenAI's protocol. One call, no retry, no limit: those are links of their own.</summary>
internal sealed class OpenAiEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    // The client wants a key; a service that asks for none ignores it.
    private const string NoKey = "none";

    // Only these take the number of dimensions as an argument; others refuse a request that names it.
    private const string WithDimensions = "text-embedding-3";

    private readonly EmbeddingClient _client;
    private readonly OpenAI.Embeddings.EmbeddingGenerationOptions _options;
    private readonly TimeProvider _time;

    public OpenAiEmbeddingGenerator(EmbeddingOptions options, EmbeddingHttp http, TimeProvider time)
    {
        var client = new OpenAIClientOptions
        {
            Transport = new HttpClientPipelineTransport(http.Client),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        };
        if (options.Endpoint is { } endpoint)
        {
            client.Endpoint = endpoint;
        }

        _client = new EmbeddingClient(options.Model!, new ApiKeyCredential(options.ApiKey ?? NoKey), client);
        _options = new OpenAI.Embeddings.EmbeddingGenerationOptions
        {
            Dimensions = options.Model!.Contains(WithDimensions, StringComparison.Ordinal) ? options.Dimensions : null,
        };
        _time = time;
    }

    /// <inheritdoc/>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            var answer = await _client.GenerateEmbeddingsAsync(values, _options, cancellationToken);
            return Read(answer.Value);
        }
        catch (ClientResultException fault)
        {
            throw ServiceFaults.Of(fault, _time);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw new EmbeddingException(EmbeddingFault.Unreachable, "The embedding service cannot be reached, or its answer was cut or too large.");
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException or ArgumentException or OverflowException or KeyNotFoundException)
        {
            throw new EmbeddingException(EmbeddingFault.Invalid, $"The embedding service answered with something else than embeddings ({fault.GetType().Name}).");
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
        => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>The service may answer in another order: the number says which text a vector belongs to.</summary>
    private static GeneratedEmbeddings<Embedding<float>> Read(OpenAIEmbeddingCollection answer)
    {
        var ordered = answer.OrderBy(each => each.Index).ToArray();
        for (var number = 0; number < ordered.Length; number++)
        {
            if (ordered[number].Index != number)
            {
                throw new EmbeddingException(EmbeddingFault.Invalid, "The embedding service numbered its vectors wrongly.");
            }
        }

        return new GeneratedEmbeddings<Embedding<float>>(ordered.Select(each => new Embedding<float>(each.ToFloats())))
        {
            Usage = answer.Usage is { } usage ? new UsageDetails { InputTokenCount = usage.InputTokenCount, TotalTokenCount = usage.TotalTokenCount } : null,
        };
    }
}
