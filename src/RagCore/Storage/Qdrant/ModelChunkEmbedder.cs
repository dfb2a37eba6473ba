using ChatOpsBot.RagCore.Knowledge.Dense;
using ChatOpsBot.RagCore.Models.Embeddings;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>The configured embedding model, with its cache, its budget and its retries.</summary>
internal sealed class ModelChunkEmbedder(QuestionEmbedder questions, PassageEmbedder passages, EmbeddingHealth health, VectorSpace space) : IChunkEmbedder
{
    public int Dimensions => space.Dimensions;

    public string Space => space.Name;

    public async Task<IReadOnlyList<ReadOnlyMemory<float>?>> EmbedPassagesAsync(ArraySegment<EmbeddedPassage> texts, CancellationToken cancellationToken)
    {
        try
        {
            return await passages.EmbedAsync(texts, cancellationToken);
        }
        catch (EmbeddingException fault)
        {
            health.Failed(fault);
            throw;
        }
    }

    public Task<ReadOnlyMemory<float>?> EmbedQuestionAsync(string question, CancellationToken cancellationToken) => questions.TryEmbedAsync(question, cancellationToken);
}
