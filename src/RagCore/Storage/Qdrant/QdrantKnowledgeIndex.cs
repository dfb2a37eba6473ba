using System.Net;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>The index of several replicas, in Qdrant. Holds nothing that is not elsewhere: the folders fill it again.</summary>
internal sealed class QdrantKnowledgeIndex(
    QdrantCollections collections, QdrantSearch search, QdrantReader reader, QdrantWriter writer, QdrantVectors vectors, PublishedTerms terms) : IKnowledgeIndex, ITermStatistics, IDisposable
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
            : UseAsync(collection => search.SearchAsync(collection, question, access, limit, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task UpsertAsync(IReadOnlyCollection<Document> documents, CancellationToken cancellationToken)
    {
        var cuts = Cut(documents);
        await WriteAsync(collection => writer.WriteAsync(collection, cuts, cancellationToken), cancellationToken);
        terms.Published(cuts);
        vectors.WakeUp();
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(TenantId tenant, IReadOnlyCollection<string> documentIds, CancellationToken cancellationToken)
    {
        await WriteAsync(collection => writer.RemoveAsync(collection, tenant, documentIds, cancellationToken), cancellationToken);
        terms.Removed(tenant, documentIds);
    }

    /// <summary>
    /// Fills a new collection and puts it in the place of the old one from one request to the next; all others of the alias are deleted. Writes of this
    /// process wait; what other replicas write meanwhile they have to write again. While the embedding model does not answer, passages get their vectors later.
    /// </summary>
    public async Task RebuildAsync(IReadOnlyCollection<Document> documents, CancellationToken cancellationToken)
    {
        var cuts = Cut(documents);
        await WriteAsync(_ => ReplaceAsync(cuts, cancellationToken), cancellationToken);
        terms.Published(cuts);
        vectors.WakeUp();
    }

    /// <inheritdoc/>
    public Task<Document?> FindAsync(string documentId, AccessFilter access, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return access.IsEmpty
            ? Task.FromResult<Document?>(null)
            : UseAsync(collection => reader.FindAsync(collection, documentId, access, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SourceSummary>> ListSourcesAsync(AccessFilter access, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return access.IsEmpty
            ? Task.FromResult<IReadOnlyList<SourceSummary>>([])
            : UseAsync(collection => reader.SummariesAsync(collection, access, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public double RarityOf(string term, AccessFilter access) => terms.RarityOf(term, access);

    /// <inheritdoc/>
    public void Dispose() => _writing.Dispose();

    /// <summary>Says of a refusal what to do about it.</summary>
    public static StoreUnavailableException Unavailable(QdrantRefusedException refusal) => new($"{refusal.Message} {MendOf(refusal.Status)}", refusal);

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
            await vectors.TryFillAsync(next, cancellationToken);
        }
        catch
        {
            await collections.DropAsync(next, CancellationToken.None);
            throw;
        }

        await collections.SwitchAsync(next, cancellationToken);
        foreach (var other in await collections.OthersAsync(cancellationToken))
        {
            await collections.DropAsync(other, cancellationToken);
        }
    }

    private async Task WriteAsync(Func<string, Task> work, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await UseAsync(
                async collection =>
                {
                    await work(collection);
                    return true;
                },
                cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task<T> UseAsync<T>(Func<string, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            var collection = await collections.CurrentAsync(cancellationToken);
            try
            {
                return await work(collection);
            }
            catch (QdrantRefusedException refusal) when (refusal.Status == HttpStatusCode.NotFound)
            {
                if (!await collections.IsReplacedAsync(collection, cancellationToken))
                {
                    throw;
                }
            }

            // Somebody has rebuilt it: what was there is in the new one.
            return await work(await collections.CurrentAsync(cancellationToken));
        }
        catch (QdrantRefusedException refusal)
        {
            throw Unavailable(refusal);
        }
    }

    private static string MendOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => $"Give a key that may write in {QdrantOptions.SectionName}:{nameof(QdrantOptions.ApiKey)}.",
        HttpStatusCode.NotFound => "The collection is gone; it is created again at the next use.",
        _ => "Its log says why.",
    };
}
