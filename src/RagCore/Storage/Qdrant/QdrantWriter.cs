using System.Net;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>
/// Writes documents in bounded batches: first a document's chunks, then the point with its text, then away with what was written before. Readers see the
/// old revision or the new one at every moment, and a write that ended half-way is seen as one when it is tried again.
/// </summary>
internal sealed class QdrantWriter(QdrantApi api, TimeProvider time)
{
    private const int MaxDocuments = 64;
    private const int MaxPoints = 100;

    // What JSON makes of a character is at most three times as long, and Qdrant takes 32 MiB in one request.
    private const int MaxCharacters = 2 << 20;
    private const int CharactersOfChunk = 2000;

    /// <summary>Writes those documents that do not stand there as they are.</summary>
    /// <exception cref="InvalidDataException">A document is longer than Qdrant takes.</exception>
    public async Task WriteAsync(string collection, IReadOnlyList<CutDocument> documents, CancellationToken cancellationToken)
    {
        foreach (var group in documents.GroupBy(cut => cut.Document.Tenant))
        {
            foreach (var part in group.Chunk(MaxDocuments))
            {
                await WriteAsync(collection, group.Key, part, cancellationToken);
            }
        }
    }

    /// <summary>Removes documents with all their points.</summary>
    public async Task RemoveAsync(string collection, TenantId tenant, IReadOnlyCollection<string> documentIds, CancellationToken cancellationToken)
    {
        foreach (var part in documentIds.Chunk(MaxDocuments))
        {
            await api.DeleteAsync(collection, QdrantFilter.Everything(tenant, part), cancellationToken);
        }
    }

    private async Task WriteAsync(string collection, TenantId tenant, CutDocument[] documents, CancellationToken cancellationToken)
    {
        var there = await ThereAsync(collection, tenant, documents, cancellationToken);
        var changed = documents.Where(cut => !IsThere(cut, there[cut.Document.Id])).ToArray();
        if (changed.Length == 0)
        {
            return;
        }

        await WithdrawAsync(collection, tenant, changed, there, cancellationToken);

        // The clocks of replicas differ; the order of revisions must not.
        var latest = there.SelectMany(group => group).Select(payload => payload.Written).DefaultIfEmpty().Max();
        var written = Math.Max(time.GetUtcNow().ToUnixTimeMilliseconds(), latest + 1);
        await WritePointsAsync(collection, Chunks(changed, written), cancellationToken);
        await WritePointsAsync(collection, changed.Select(cut => QdrantPoints.OfDocument(cut, written)), cancellationToken);
        await api.DeleteAsync(collection, QdrantFilter.Everything(tenant, [.. changed.Select(cut => cut.Document.Id)], before: written), cancellationToken);
    }

    /// <summary>What fewer may read goes first: for a moment it is nowhere, but it is never where somebody finds it who lost the right.</summary>
    private async Task WithdrawAsync(
        string collection, TenantId tenant, CutDocument[] documents, ILookup<string, QdrantPayload> there, CancellationToken cancellationToken)
    {
        string[] narrowed =
        [
            .. documents.Where(cut => there[cut.Document.Id].Any(old => old.Readers.Except(cut.Document.Readers, StringComparer.Ordinal).Any()))
                .Select(cut => cut.Document.Id),
        ];
        if (narrowed.Length > 0)
        {
            await api.DeleteAsync(collection, QdrantFilter.Everything(tenant, narrowed), cancellationToken);
        }
    }

    private async Task<ILookup<string, QdrantPayload>> ThereAsync(string collection, TenantId tenant, CutDocument[] documents, CancellationToken cancellationToken)
    {
        var filter = QdrantFilter.Written(tenant, [.. documents.Select(cut => cut.Document.Id)]);
        var there = new List<QdrantPayload>();
        await foreach (var payload in api.ScrollAsync(collection, filter, QdrantFields.OfSummary, cancellationToken: cancellationToken))
        {
            there.Add(payload);
        }

        return there.ToLookup(payload => payload.Document, StringComparer.Ordinal);
    }

    private static bool IsThere(CutDocument cut, IEnumerable<QdrantPayload> there)
        => there.ToArray() is [var only] && only.Revision == cut.Revision && only.Chunks == cut.Drafts.Count;

    private static IEnumerable<PointWrite> Chunks(CutDocument[] documents, long written)
        => documents.SelectMany(cut => Enumerable.Range(0, cut.Drafts.Count).Select(number => QdrantPoints.OfChunk(cut, number, written)));

    private async Task WritePointsAsync(string collection, IEnumerable<PointWrite> points, CancellationToken cancellationToken)
    {
        var batch = new List<PointWrite>(MaxPoints);
        var characters = 0;
        foreach (var point in points)
        {
            var length = CharactersOfChunk + (point.Payload.Content?.Text.Length ?? 0);
            if (batch.Count == MaxPoints || (batch.Count > 0 && characters + length > MaxCharacters))
            {
                await SendAsync(collection, batch, cancellationToken);
                batch.Clear();
                characters = 0;
            }

            batch.Add(point);
            characters += length;
        }

        await SendAsync(collection, batch, cancellationToken);
    }

    private async Task SendAsync(string collection, List<PointWrite> batch, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
        {
            return;
        }

        try
        {
            await api.WriteAsync(collection, batch, cancellationToken);
        }
        catch (QdrantRefusedException refusal) when (refusal.Status == HttpStatusCode.RequestEntityTooLarge)
        {
            throw new InvalidDataException("The document is longer than Qdrant takes in one request: split it.", refusal);
        }
    }
}
