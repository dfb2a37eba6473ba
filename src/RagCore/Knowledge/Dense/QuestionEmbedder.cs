using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Knowledge.Dense;

/// <summary>Embeds what a person asked, if it goes quickly: an answer never waits for it longer than <see cref="Limit"/>.</summary>
internal sealed class QuestionEmbedder(
    IEmbeddingGenerator<string, Embedding<float>> generator, EmbeddingHealth health, DenseMetrics metrics, TimeProvider time)
{
    /// <summary>How long a question may wait for its vector.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>Returns the vector of a question, or null when there is none to be had now.</summary>
    public async Task<ReadOnlyMemory<float>?> TryEmbedAsync(string question, CancellationToken cancellationToken)
    {
        if (!health.MayAsk())
        {
            metrics.Asked("skipped");
            return null;
        }

        try
        {
            var vector = await EmbedAsync(EmbeddedText.Limit(question), cancellationToken);
            health.Succeeded();
            metrics.Asked("embedded");
            return vector;
        }
#pragma warning disable CA1031 // Whatever the model's side throws, the question is searched by words.
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            health.Failed(fault);
            metrics.Asked("failed");
            return null;
        }
    }

    private async Task<ReadOnlyMemory<float>> EmbedAsync(string question, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            // A generator that does not listen to its token must not hold the answer either.
            var generated = await generator.GenerateAsync([question], EmbeddingUse.OfQuestion(), either.Token).WaitAsync(either.Token);
            return generated.Count == 1 ? generated[0].Vector : throw new EmbeddingException(EmbeddingFault.Invalid, "One text was given, but not one vector came back.");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new EmbeddingException(EmbeddingFault.TimedOut, $"A question had no vector within {Limit.TotalSeconds:F0} seconds.");
        }
    }
}
