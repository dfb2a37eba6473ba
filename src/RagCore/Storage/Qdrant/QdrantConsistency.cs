using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>Compares what stands in the collection with what should.</summary>
internal sealed class QdrantConsistency(QdrantApi api)
{
    /// <summary>Reads every point without its text and returns what is not as it should be, in the order of tenant and id.</summary>
    public async Task<IReadOnlyList<IndexDifference>> CompareAsync(string collection, IReadOnlyCollection<Document> expected, CancellationToken cancellationToken)
    {
        var (stored, chunks) = await ReadAsync(collection, cancellationToken);
        var wanted = expected.ToDictionary(document => (document.Tenant.Value, document.Id));
        var unexpected = stored.Where(group => !wanted.ContainsKey(group.Key))
            .Select(group => Found(new TenantId(group.Key.Tenant), group.Key.Document, DifferenceKind.Unexpected, null, Latest(group)));
        return
        [
            .. wanted.Select(pair => Compare(pair.Value, [.. stored[pair.Key]], chunks)).OfType<IndexDifference>().Concat(unexpected)
                .OrderBy(difference => difference.Tenant.Value, StringComparer.Ordinal).ThenBy(difference => difference.DocumentId, StringComparer.Ordinal),
        ];
    }

    private async Task<(ILookup<(string Tenant, string Document), QdrantPayload> Documents, Dictionary<(string, string, string), int> Chunks)> ReadAsync(
        string collection, CancellationToken cancellationToken)
    {
        var documents = new List<QdrantPayload>();
        var chunks = new Dictionary<(string, string, string), int>();
        await foreach (var payload in api.ScrollAsync(collection, filter: null, QdrantFields.OfSummary, cancellationToken: cancellationToken))
        {
            if (payload.Kind == QdrantFields.DocumentKind)
            {
                documents.Add(payload);
            }
            else
            {
                var key = (payload.Tenant, payload.Document, payload.Revision);
                chunks[key] = chunks.GetValueOrDefault(key) + 1;
            }
        }

        return (documents.ToLookup(payload => (payload.Tenant, payload.Document)), chunks);
    }

    private static IndexDifference? Compare(Document document, QdrantPayload[] stored, Dictionary<(string, string, string), int> chunks)
    {
        if (stored.Length == 0)
        {
            return new IndexDifference(document.Tenant, document.Id, DifferenceKind.Missing, document.Version, null);
        }

        var latest = Latest(stored);
        var isWhole = stored.Length == 1 && latest.Chunks == chunks.GetValueOrDefault((latest.Tenant, latest.Document, latest.Revision));
        DifferenceKind? kind = latest.Version != document.Version || !Same(latest.Readers, document.Readers) ? DifferenceKind.Outdated
            : isWhole ? null : DifferenceKind.Incomplete;
        return kind is { } found ? Found(document.Tenant, document.Id, found, document.Version, latest) : null;
    }

    private static IndexDifference Found(TenantId tenant, string id, DifferenceKind kind, string? expected, QdrantPayload stored)
        => new(tenant, id, kind, expected, stored.Version) { Source = stored.Source, Written = stored.Written };

    private static QdrantPayload Latest(IEnumerable<QdrantPayload> stored) => stored.MaxBy(payload => payload.Written)!;

    private static bool Same(IReadOnlyList<string> one, IReadOnlyList<string> other) => one.ToHashSet(StringComparer.Ordinal).SetEquals(other);
}
