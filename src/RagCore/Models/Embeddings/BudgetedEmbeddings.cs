using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Models.Embeddings;

/// <summary>Refuses calls that the day's tokens do not pay for.</summary>
internal sealed class BudgetedEmbeddings(IEmbeddingGenerator<string, Embedding<float>> inner, TokenBudget budget)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    private const int CharactersPerToken = 4;

    /// <inheritdoc/>
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        var estimate = texts.Sum(text => (text.Length / CharactersPerToken) + 1L);
        var reservation = budget.Reserve(estimate);
        var cost = 0L;
        try
        {
            var generated = await base.GenerateAsync(texts, options, cancellationToken);
            cost = generated.Usage?.TotalTokenCount is { } told and > 0 ? told : estimate;
            return generated;
        }
        catch (OperationCanceledException)
        {
            // The service may have done the work.
            cost = estimate;
            throw;
        }
        finally
        {
            budget.Settle(reservation, cost);
        }
    }
}
