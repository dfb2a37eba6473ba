using System.Net;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>The index of several replicas, in Qdrant. Holds nothing that is not elsewhere: the folders fill it again.</summary>
internal sealed class QdrantKnowledgeIndex(
    QdrantCollections collections, QdrantSearch search, QdrantReader reader, QdrantWriter writer, PublishedTerms terms) : IKnowledgeIndex, ITermStatistics, IDisposable
{
    private readonly SemaphoreSlim _writing = new(1, 1);

    /// <inheritdoc/>
    public string Version => terms.Version;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Passage>> SearchAsync(string question, AccessFilter access, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return access.IsEmpty || limit <= 0
            ? Task.FromResult<IReadOnlyList<Passage>>([])
            : UseAsync(() => search.SearchAsync(collections.Alias, question, access, limit, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task UpsertAsync(IReadOnlyCollection<Document> documents, CancellationToken cancellationToken)
    {
        var cuts = Cut(documents);
        await WriteAsync(() => writer.WriteAsync(collections.Alias, cuts, cancellationToken), cancellationToken);
        terms.Published(cuts);
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(TenantId tenant, IReadOnlyCollection<string> documentIds, CancellationToken cancellationToken)
    {
        await WriteAsync(() => writer.RemoveAsync(collections.Alias, tenant, documentIds, cancellationToken), cancellationToken);
        terms.Removed(tenant, documentIds);
    }

    /// <summary>
    /// Fills a new collection and puts it in the place of the old one from one request to the next. Writes of this process wait; what other replicas write
    /// meanwhile they have to write again.
    /// </summary>
    public async Task RebuildAsync(IReadOnlyCollection<Document> documents, CancellationToken cancellationToken)
    {
        var cuts = Cut(documents);
        await WriteAsync(() => ReplaceAsync(cuts, cancellationToken), cancellationToken);
        terms.Published(cuts);
    }

    /// <inheritdoc/>
    public Task<Document?> FindAsync(string documentId, AccessFilter access, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return access.IsEmpty
            ? Task.FromResult<Document?>(null)
            : UseAsync(() => reader.FindAsync(collections.Alias, documentId, access, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SourceSummary>> ListSourcesAsync(AccessFilter access, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return access.IsEmpty
            ? Task.FromResult<IReadOnlyList<SourceSummary>>([])
            : UseAsync(() => reader.SummariesAsync(collections.Alias, access, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public double RarityOf(string term, AccessFilter access) => terms.RarityOf(term, access);

    /// <inheritdoc/>
    public void Dispose() => _writing.Dispose();

    /// <summary>The last of several documents with one id wins.</summary>
    private static CutDocument[] Cut(IEnumerable<Document> documents)
    {
        var latest = new OrderedDictionary<(TenantId Tenant, string Id), Document>();
        foreach (var document in documents)
        {
            latest[(document.Tenant, document.Id)] = document;
        }

        return [.. latest.Values.AsParallel().AsOrdered().Select(CutDocument.Of)];
    }

    private async Task ReplaceAsync(CutDocument[] cuts, CancellationToken cancellationToken)
    {
        var next = await collections.CreateNextAsync(cancellationToken);
        try
        {
            await writer.WriteAsync(next, cuts, cancellationToken);
        }
        catch
        {
            await collections.DropAsync(next, CancellationToken.None);
            throw;
        }

        await collections.SwitchAsync(next, cancellationToken);
    }

    private async Task WriteAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await UseAsync(
                async () =>
                {
                    await work();
                    return true;
                },
                cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task<T> UseAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await collections.EnsureAsync(cancellationToken);
            return await work();
        }
        catch (QdrantRefusedException refusal)
        {
            if (refusal.Status == HttpStatusCode.NotFound)
            {
                collections.Forget();
            }

            throw new StoreUnavailableException($"{refusal.Message} {MendOf(refusal.Status)}", refusal);
        }
    }

    private static string MendOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => $"Give a key that may write in {QdrantOptions.SectionName}:{nameof(QdrantOptions.ApiKey)}.",
        HttpStatusCode.NotFound => "The collection is gone; it is created again at the next use.",
        _ => "Its log says why.",
    };
}
