using ChatOpsBot.RagCore.Knowledge.Dense;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Models.Embeddings;

/// <summary>Asks for each text once: of what was asked before, the vector is known. Vectors of questions stay in memory, those of documents are kept on disk too.</summary>
internal sealed class CachedEmbeddings(IEmbeddingGenerator<string, Embedding<float>> inner, VectorSpace space, RecentVectors recent, VectorFile file)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    /// <inheritdoc/>
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        var keys = Array.ConvertAll(texts, text => ContentKey.Of(space, text));
        var isKept = !EmbeddingUse.IsQuestion(options);
        var vectors = new Dictionary<ContentKey, ReadOnlyMemory<float>>();
        var missing = new OrderedDictionary<ContentKey, string>();
        for (var number = 0; number < texts.Length; number++)
        {
            if (vectors.ContainsKey(keys[number]))
            {
                continue;
            }

            if ((recent.Find(keys[number]) ?? (isKept ? file.Find(keys[number]) : null)) is { } known)
            {
                vectors.Add(keys[number], known);
            }
            else
            {
                missing.TryAdd(keys[number], texts[number]);
            }
        }

        var usage = missing.Count == 0 ? null : await FillAsync(missing, vectors, isKept, options, cancellationToken);
        return new GeneratedEmbeddings<Embedding<float>>(keys.Select(key => new Embedding<float>(vectors[key]))) { Usage = usage };
    }

    private async Task<UsageDetails?> FillAsync(
        OrderedDictionary<ContentKey, string> missing,
        Dictionary<ContentKey, ReadOnlyMemory<float>> vectors,
        bool isKept,
        EmbeddingGenerationOptions? options,
        CancellationToken cancellationToken)
    {
        var generated = await base.GenerateAsync(missing.Values, options, cancellationToken);
        foreach (var (key, embedding) in missing.Keys.Zip(generated))
        {
            vectors.Add(key, embedding.Vector);
            recent.Add(key, embedding.Vector);
            if (isKept)
            {
                file.Add(key, embedding.Vector.Span);
            }
        }

        return generated.Usage;
    }
}
