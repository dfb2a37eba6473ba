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
            .Select(group => new IndexDifference(new TenantId(group.Key.Tenant), group.Key.Document, DifferenceKind.Unexpected, null, Latest(group)));
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
        return kind is { } found ? new IndexDifference(document.Tenant, document.Id, found, document.Version, latest) : null;
    }

    private static QdrantPayload Latest(IEnumerable<QdrantPayload> stored) => stored.MaxBy(payload => payload.Written)!;

    private static bool Same(IReadOnlyList<string> one, IReadOnlyList<string> other) => one.ToHashSet(StringComparer.Ordinal).SetEquals(other);
}

/// <summary>A document that does not stand in the collection as it should.</summary>
/// <param name="Tenant">Whose it is.</param>
/// <param name="DocumentId">Its id.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Expected">The version that should be there.</param>
/// <param name="Stored">What is there.</param>
internal sealed record IndexDifference(TenantId Tenant, string DocumentId, DifferenceKind Kind, string? Expected, QdrantPayload? Stored);

/// <summary>What is wrong with a document in the collection.</summary>
internal enum DifferenceKind
{
    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>It is there and should not be.</summary>
    Unexpected,

    /// <summary>Another version or other readers are there.</summary>
    Outdated,

    /// <summary>Chunks are missing, or an older revision is left beside it.</summary>
    Incomplete,
}
