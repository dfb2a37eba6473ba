using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Dense;

namespace ChatOpsBot.RagCore.Evaluation;

/// <summary>
/// Words and meaning together, as an evaluation needs them: documents have their vectors before the first question, and a question that would be
/// searched by words alone is an error and no figure.
/// </summary>
internal sealed class WholeHybridIndex(HybridIndex index, VectorBackfill vectors, EmbeddingHealth health) : IKnowledgeIndex
{
    /// <summary>How long the vectors of a corpus may take. Those that came are cached, so that a second run goes on.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <inheritdoc/>
    public string Version => index.Version;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Passage>> SearchAsync(string question, AccessFilter access, int limit, CancellationToken cancellationToken)
    {
        var passages = await index.SearchAsync(question, access, limit, cancellationToken);
        return health.IsLost ? throw new DataSetException("The embedding model stopped answering during the evaluation. Run it again when it does.") : passages;
    }

    /// <inheritdoc/>
    public async Task UpsertAsync(IReadOnlyCollection<Document> documents, CancellationToken cancellationToken)
    {
        await index.UpsertAsync(documents, cancellationToken);
        if (await vectors.SettleAsync(Patience, cancellationToken) is > 0 and var waiting)
        {
            throw new DataSetException($"{waiting} documents have no vectors: the embedding model does not answer, or is too slow. Run the evaluation again when it does.");
        }
    }

    /// <inheritdoc/>
    public Task RemoveAsync(TenantId tenant, IReadOnlyCollection<string> documentIds, CancellationToken cancellationToken)
        => index.RemoveAsync(tenant, documentIds, cancellationToken);

    /// <inheritdoc/>
    public Task<Document?> FindAsync(string documentId, AccessFilter access, CancellationToken cancellationToken)
        => index.FindAsync(documentId, access, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SourceSummary>> ListSourcesAsync(AccessFilter access, CancellationToken cancellationToken)
        => index.ListSourcesAsync(access, cancellationToken);
}
