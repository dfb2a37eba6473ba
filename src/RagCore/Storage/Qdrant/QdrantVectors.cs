using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge.Dense;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>
/// Gives the chunks in the collection their vectors. What has none, the collection itself says: it does not matter who wrote it, nor why the vector is
/// missing. Documents never wait for it; until then they are found by words.
/// </summary>
internal sealed partial class QdrantVectors : IDisposable
{
    private const int DocumentsAtOnce = 16;

    private readonly QdrantApi _api;
    private readonly IChunkEmbedder? _embedder;
    private readonly QdrantMetrics _metrics;
    private readonly Random _random;
    private readonly ILogger _logger;
    private readonly WorkPasses _passes;

    public QdrantVectors(
        QdrantApi api, QdrantCollections collections, QdrantMetrics metrics, TimeProvider time, Random random, ILogger<QdrantVectors> logger, IChunkEmbedder? embedder = null)
    {
        (_api, _embedder, _metrics, _random, _logger) = (api, embedder, metrics, random, logger);
        _passes = new WorkPasses(async stopping => await FillAsync(await collections.CurrentAsync(stopping), stopping), fault => VectorsWait(fault.GetType().Name), time);
    }

    /// <summary>Says that chunks may be without vectors.</summary>
    public void WakeUp()
    {
        if (_embedder is not null)
        {
            _passes.WakeUp();
        }
    }

    /// <summary>Writes all vectors that are missing in a collection and the model gives.</summary>
    /// <exception cref="EmbeddingException">The model gives none now; what was written so far stays.</exception>
    public async Task FillAsync(string collection, CancellationToken cancellationToken)
    {
        if (_embedder is null)
        {
            return;
        }

        // Replicas that fill at once begin in different places, and none pays for what another has done.
        Span<byte> place = stackalloc byte[16];
        _random.NextBytes(place);
        var first = new Guid(place).ToString();
        var written = await FillAsync(collection, _embedder, first, cancellationToken) + await FillAsync(collection, _embedder, from: null, cancellationToken);
        if (written > 0)
        {
            VectorsWritten(written, collection);
        }
    }

    /// <summary>Writes the vectors that can be had now, and leaves the others to a serving process.</summary>
    public async Task TryFillAsync(string collection, CancellationToken cancellationToken)
    {
        try
        {
            await FillAsync(collection, cancellationToken);
        }
        catch (EmbeddingException fault)
        {
            VectorsWait(fault.Fault.ToString());
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _passes.Dispose();

    private async Task<int> FillAsync(string collection, IChunkEmbedder embedder, string? from, CancellationToken cancellationToken)
    {
        var written = 0;
        var seen = new HashSet<(string Tenant, string Document, string Revision)>();
        var found = new List<QdrantPayload>(DocumentsAtOnce);
        await foreach (var chunk in _api.ScrollAsync(
            collection, QdrantFilter.Without(QdrantFields.DenseVector), QdrantFields.OfSummary, PassageEmbedder.SliceSize, from, cancellationToken))
        {
            if (seen.Add((chunk.Tenant, chunk.Document, chunk.Revision)))
            {
                found.Add(chunk);
            }

            if (found.Count == DocumentsAtOnce)
            {
                written += await FillAsync(collection, embedder, found, cancellationToken);
                found.Clear();
            }
        }

        return written + await FillAsync(collection, embedder, found, cancellationToken);
    }

    private async Task<int> FillAsync(string collection, IChunkEmbedder embedder, List<QdrantPayload> found, CancellationToken cancellationToken)
    {
        var written = 0;
        var waiting = new List<(EmbeddedPassage Passage, string Revision)>();
        foreach (var tenant in found.GroupBy(chunk => chunk.Tenant, StringComparer.Ordinal))
        {
            var revisions = tenant.ToLookup(chunk => chunk.Document, chunk => chunk.Revision, StringComparer.Ordinal);
            var filter = QdrantFilter.Written(new TenantId(tenant.Key), [.. revisions.Select(group => group.Key)]);
            await foreach (var payload in _api.ScrollAsync(collection, filter, QdrantFields.OfDocument, DocumentsAtOnce, cancellationToken: cancellationToken))
            {
                if (revisions[payload.Document].Contains(payload.Revision) && payload.ToDocument() is { } document)
                {
                    waiting.AddRange(CutDocument.DraftsOf(document).Select(draft => (new EmbeddedPassage(draft.Chunk, EmbeddedText.Of(draft)), payload.Revision)));
                }
            }
        }

        foreach (var slice in waiting.Chunk(PassageEmbedder.SliceSize))
        {
            written += await WriteAsync(collection, embedder, slice, cancellationToken);
        }

        return written;
    }

    private async Task<int> WriteAsync(
        string collection, IChunkEmbedder embedder, (EmbeddedPassage Passage, string Revision)[] slice, CancellationToken cancellationToken)
    {
        var vectors = await embedder.EmbedPassagesAsync(Array.ConvertAll(slice, each => each.Passage), cancellationToken);
        PointVectors[] points =
        [
            .. from pair in slice.Zip(vectors)
               where pair.Second is not null
               select QdrantPoints.OfVector(pair.First.Passage.Chunk, pair.First.Revision, pair.Second!.Value),
        ];
        if (points.Length > 0)
        {
            await _api.WriteVectorsAsync(collection, points, cancellationToken);
            _metrics.Wrote(points.Length);
        }

        return points.Length;
    }

    [LoggerMessage(LogEvents.QdrantVectorsWait, LogLevel.Information, "Passages in Qdrant wait for their vectors ({Error}); they are found by words until then")]
    private partial void VectorsWait(string error);

    [LoggerMessage(LogEvents.QdrantVectorsWritten, LogLevel.Information, "Wrote {Count} vectors to {Collection}")]
    private partial void VectorsWritten(int count, string collection);
}
