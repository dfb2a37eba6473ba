using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Models.Embeddings;

/// <summary>Sends many texts in calls of bounded count and length, one after the other.</summary>
internal sealed class BatchedEmbeddings(IEmbeddingGenerator<string, Embedding<float>> inner, int maxTexts)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    /// <summary>The most characters of one call, a single longer text excepted: below the 300,000 tokens that a call may have, in any language.</summary>
    public const int MaxCharacters = 100_000;

    /// <inheritdoc/>
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var all = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var batch in Batches(values))
        {
            var part = await base.GenerateAsync(batch, options, cancellationToken);
            all.AddRange(part);
            if (part.Usage is { } usage)
            {
                (all.Usage ??= new UsageDetails()).Add(usage);
            }
        }

        return all;
    }

    private IEnumerable<IReadOnlyList<string>> Batches(IEnumerable<string> texts)
    {
        var batch = new List<string>();
        var length = 0;
        foreach (var text in texts)
        {
            if (batch.Count == maxTexts || (batch.Count > 0 && length + text.Length > MaxCharacters))
            {
                yield return batch;
                (batch, length) = ([], 0);
            }

            batch.Add(text);
            length += text.Length;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }
}
