using ChatOpsBot.RagCore.Knowledge.Dense;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Models.Embeddings;

/// <summary>Ends a call that takes too long.</summary>
internal sealed class TimeLimitedEmbeddings(IEmbeddingGenerator<string, Embedding<float>> inner, TimeSpan timeout, TimeProvider time)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    /// <inheritdoc/>
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await base.GenerateAsync(values, options, either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new EmbeddingException(EmbeddingFault.TimedOut, FormattableString.Invariant($"The embedding service did not answer within {timeout.TotalSeconds} seconds."));
        }
    }
}
