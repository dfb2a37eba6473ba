using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>Reads documents for somebody. What the server returns is checked again with the rights it was asked for.</summary>
internal sealed class QdrantReader(QdrantApi api, QdrantDocumentCache cache)
{
    private const int DocumentsInPage = 32;

    /// <summary>Returns a document as it was written last; null when it is not there for the reader.</summary>
    public async Task<Document?> FindAsync(string collection, string documentId, AccessFilter access, CancellationToken cancellationToken)
    {
        QdrantPayload? latest = null;
        var filter = QdrantFilter.Readable(access, QdrantFields.DocumentKind, [documentId]);
        await foreach (var payload in ReadableAsync(collection, filter, access, QdrantFields.OfDocument, DocumentsInPage, cancellationToken))
        {
            latest = latest is null || payload.Written > latest.Written ? payload : latest;
        }

        return latest?.ToDocument();
    }

    /// <summary>Returns the documents of hits by id, each in the revision that was hit; without those that are gone by now.</summary>
    public async Task<IReadOnlyDictionary<string, Document>> DocumentsAsync(
        string collection, IReadOnlyCollection<QdrantPayload> hits, AccessFilter access, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Document>(StringComparer.Ordinal);
        var missing = new Dictionary<string, QdrantPayload>(StringComparer.Ordinal);
        foreach (var hit in hits)
        {
            if (cache.Find(hit) is { } known)
            {
                found[hit.Document] = known;
            }
            else
            {
                missing[hit.Document] = hit;
            }
        }

        foreach (var part in missing.Keys.Chunk(DocumentsInPage))
        {
            var filter = QdrantFilter.Readable(access, QdrantFields.DocumentKind, part);
            await foreach (var payload in ReadableAsync(collection, filter, access, QdrantFields.OfDocument, DocumentsInPage, cancellationToken))
            {
                if (payload.ToDocument() is { } document)
                {
                    cache.Keep(payload, document);
                    if (missing.TryGetValue(payload.Document, out var hit) && payload.Revision == hit.Revision)
                    {
                        found[payload.Document] = document;
                    }
                }
            }
        }

        return found;
    }

    /// <summary>Counts the documents of each source that the reader may see.</summary>
    public async Task<IReadOnlyList<SourceSummary>> SummariesAsync(string collection, AccessFilter access, CancellationToken cancellationToken)
    {
        var filter = QdrantFilter.Readable(access, QdrantFields.DocumentKind);
        var latest = new Dictionary<string, QdrantPayload>(StringComparer.Ordinal);
        await foreach (var payload in ReadableAsync(collection, filter, access, QdrantFields.OfSummary, pageSize: 1000, cancellationToken))
        {
            if (payload.Source is not null && (!latest.TryGetValue(payload.Document, out var known) || payload.Written > known.Written))
            {
                latest[payload.Document] = payload;
            }
        }

        return
        [
            .. latest.Values.GroupBy(payload => payload.Source!, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new SourceSummary(group.Key, group.Count(), FoldersOf(group))),
        ];
    }

    private async IAsyncEnumerable<QdrantPayload> ReadableAsync(
        string collection,
        QdrantFilter filter,
        AccessFilter access,
        IReadOnlyList<string> fields,
        int pageSize,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var payload in api.ScrollAsync(collection, filter, fields, pageSize, cancellationToken: cancellationToken))
        {
            if (access.Admits(new TenantId(payload.Tenant), payload.Source, payload.Readers))
            {
                yield return payload;
            }
        }
    }

    private static string[] FoldersOf(IEnumerable<QdrantPayload> documents) =>
    [
        .. documents.Where(payload => payload.Document.IndexOf('/', StringComparison.Ordinal) > 0)
            .Select(payload => payload.Document[..payload.Document.IndexOf('/', StringComparison.Ordinal)])
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];
}
