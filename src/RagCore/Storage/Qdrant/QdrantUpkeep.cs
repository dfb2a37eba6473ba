using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>Compares, repairs and rebuilds the collection behind the alias.</summary>
internal sealed class QdrantUpkeep(
    QdrantApi api, QdrantCollections collections, QdrantConsistency consistency, QdrantKnowledgeIndex index, QdrantVectors vectors, IChunkEmbedder? embedder = null) : IIndexUpkeep
{
    public async Task<IndexCheck> CheckAsync(IReadOnlyCollection<Document> expected, CancellationToken cancellationToken)
    {
        try
        {
            var target = await collections.TargetAsync(cancellationToken)
                ?? throw new StoreUnavailableException($"There is no collection behind {collections.Alias} yet: start a replica, or fill one with 'knowledge rebuild'.");
            if (!collections.IsOfTodaysForm(target))
            {
                throw new StoreUnavailableException(
                    $"{collections.Alias} stands for {target}, which another release or another embedding model has filled: run this with the settings of the replicas, or make a new one with 'knowledge rebuild'.");
            }

            var differences = await consistency.CompareAsync(target, expected, cancellationToken);
            return new IndexCheck(target, differences, await CountWithoutVectorsAsync(target, cancellationToken), await collections.OthersAsync(cancellationToken));
        }
        catch (QdrantRefusedException refusal)
        {
            throw QdrantKnowledgeIndex.Unavailable(refusal);
        }
    }

    public async Task RepairAsync(IndexCheck check, IReadOnlyCollection<Document> expected, CancellationToken cancellationToken)
    {
        // What is incomplete looks whole to a writer, who reads no chunks.
        var gone = check.Differences.Where(difference => difference.Kind is DifferenceKind.Unexpected or DifferenceKind.Incomplete);
        foreach (var tenant in gone.GroupBy(difference => difference.Tenant))
        {
            await index.RemoveAsync(tenant.Key, [.. tenant.Select(difference => difference.DocumentId)], cancellationToken);
        }

        var wanted = check.Differences.Where(difference => difference.Kind is not DifferenceKind.Unexpected)
            .Select(difference => (difference.Tenant, difference.DocumentId))
            .ToHashSet();
        await index.UpsertAsync([.. expected.Where(document => wanted.Contains((document.Tenant, document.Id)))], cancellationToken);
        await vectors.TryFillAsync(check.Index, cancellationToken);
    }

    public Task RebuildAsync(IReadOnlyCollection<Document> documents, CancellationToken cancellationToken) => index.RebuildAsync(documents, cancellationToken);

    private async Task<int?> CountWithoutVectorsAsync(string collection, CancellationToken cancellationToken)
        => embedder is null ? null : await api.ScrollAsync(collection, QdrantFilter.Without(QdrantFields.DenseVector), [QdrantFields.Kind], cancellationToken: cancellationToken)
            .CountAsync(cancellationToken);
}
