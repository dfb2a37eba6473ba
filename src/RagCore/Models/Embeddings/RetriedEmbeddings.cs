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
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await base.GenerateAsync(texts, options, cancellationToken);
            }
            catch (EmbeddingException fault) when (attempt < MaxAttempts && MayGoBetter(fault))
            {
                await Task.Delay(DelayAfter(attempt, fault), time, cancellationToken);
            }
        }
    }

    // What asks to be left alone for longer is tried again by whoever has the time.
    private static bool MayGoBetter(EmbeddingException fault)
        => fault.Fault is EmbeddingFault.RateLimited or EmbeddingFault.ProviderFailed or EmbeddingFault.Unreachable && !(fault.RetryAfter > LongestDelay);

    private TimeSpan DelayAfter(int attempt, EmbeddingException fault)
    {
        var jitter = random.NextDouble();
        return fault.RetryAfter is { } asked ? asked + (FirstDelay * jitter) : FirstDelay * Math.Pow(2, attempt - 1) * jitter;
    }
}
