using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Models.Embeddings;

/// <summary>The links between those who want vectors and the service, one concern each.</summary>
internal static class EmbeddingChain
{
    /// <summary>Puts the links around a service. Outermost first: batches, cache, budget, retries, time limit, checks.</summary>
    public static IEmbeddingGenerator<string, Embedding<float>> Around(
        IEmbeddingGenerator<string, Embedding<float>> service, EmbeddingOptions options, VectorFile file, TimeProvider time, Random random)
    {
        var checkedOnes = new CheckedEmbeddings(service, options.Dimensions!.Value);
        var limited = new TimeLimitedEmbeddings(checkedOnes, options.Timeout, time);
        var retried = new RetriedEmbeddings(limited, time, random);
        var budgeted = new BudgetedEmbeddings(retried, new TokenBudget(options.MaxTokensPerDay, time));

        // Inside the batches, so that one that fails loses nothing of those before it.
        var cached = new CachedEmbeddings(budgeted, SpaceOf(options), new RecentVectors(RecentCount), file);
        return new BatchedEmbeddings(cached, options.BatchSize);
    }

    /// <summary>Returns the space of a model's vectors. Another address is another space: a name says little about what stands behind it.</summary>
    public static VectorSpace SpaceOf(EmbeddingOptions options)
        => new($"{options.Provider} {options.Endpoint}", options.Model!, options.Dimensions!.Value);

    // Of 1,536 dimensions 12 MB.
    private const int RecentCount = 2_000;
}
