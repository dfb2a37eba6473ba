using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge.Dense;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Models.Embeddings;

/// <summary>Tries again what may go better the next time: a limit on calls, a failed service, a lost connection.</summary>
internal sealed class RetriedEmbeddings(IEmbeddingGenerator<string, Embedding<float>> inner, TimeProvider time, Random random)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    /// <summary>How often a call is tried.</summary>
    public const int MaxAttempts = 4;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(0.5);

    // What asks to be left alone for longer is tried again by whoever has the time.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    private readonly Retries _retries = new(MaxAttempts, FirstDelay, LongestDelay, time, random);

    /// <inheritdoc/>
    public override Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        return _retries.RunAsync<GeneratedEmbeddings<Embedding<float>>, EmbeddingException>(
            () => base.GenerateAsync(texts, options, cancellationToken), MayGoBetter, fault => fault.RetryAfter, cancellationToken);
    }

    private static bool MayGoBetter(EmbeddingException fault)
        => fault.Fault is EmbeddingFault.RateLimited or EmbeddingFault.ProviderFailed or EmbeddingFault.Unreachable;
}
