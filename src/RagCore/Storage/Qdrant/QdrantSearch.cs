using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Lexical.Searching;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>Asks for the best chunks, by words and, where there is an embedder, by meaning, and rebuilds the passages.</summary>
internal sealed class QdrantSearch(QdrantApi api, QdrantReader reader, IChunkEmbedder? embedder = null)
{
    // A document that is being replaced is found twice for a moment, and one that is superseded may have to make room.
    private const int Slack = 16;
    private const int MaxLimit = 1000;

    // How many of the best of each kind are brought together, at least.
    private const int Depth = 50;

    // What was replaced between the search and the reading of its text is searched for again, to be found in its new form.
    private const int MaxTries = 3;
    private const string ReciprocalRanks = "rrf";

    // The server gives every ranking the same weight: words stand there three times, so that meaning counts a quarter, as it about does without a server.
    private const int WordRankings = 3;

    /// <summary>Returns the best passages, best first.</summary>
    public async Task<IReadOnlyList<Passage>> SearchAsync(string collection, string question, AccessFilter access, int limit, CancellationToken cancellationToken)
    {
        if (TermVectors.OfQuestion(question) is not { } terms)
        {
            return [];
        }

        var meaning = embedder is null ? null : await embedder.EmbedQuestionAsync(question, cancellationToken);
        var request = Request(terms, meaning, access, Math.Min(limit, MaxLimit) + Slack);
        for (var number = 1; ; number++)
        {
            var result = await api.QueryAsync(collection, request, cancellationToken);
            var hits = Latest([.. result.Points.Where(point => IsAdmitted(point, access))]);
            QdrantPayload[] found = [.. hits.Select(hit => hit.Payload!).DistinctBy(payload => payload.Document)];
            var documents = await reader.DocumentsAsync(collection, found, access, cancellationToken);
            if (documents.Count == found.Length || number == MaxTries)
            {
                var passages = hits.Select(hit => Rebuild(hit, documents, access)).OfType<Passage>().Select(Weighted);
                return [.. Supersession.KeepBehind([.. passages]).OrderByDescending(passage => passage.Score).Take(limit)];
            }
        }
    }

    private static QueryRequest Request(SparseVector terms, ReadOnlyMemory<float>? meaning, AccessFilter access, int limit)
    {
        var filter = QdrantFilter.Readable(access, QdrantFields.ChunkKind);
        var words = new QueryRequest { Filter = filter, Query = terms, Using = QdrantFields.TextVector, Limit = limit, WithPayload = QdrantFields.OfHit };
        if (meaning is not { } vector)
        {
            return words;
        }

        var depth = Math.Max(limit, Depth);
        var byWords = new Prefetch { Filter = filter, Query = terms, Using = QdrantFields.TextVector, Limit = depth };
        var byMeaning = byWords with { Query = vector, Using = QdrantFields.DenseVector };
        return words with
        {
            Query = new FusionQuery(ReciprocalRanks),
            Using = null,
            Prefetch = [.. Enumerable.Repeat(byWords, WordRankings), byMeaning],
        };
    }

    private static bool IsAdmitted(PointRead point, AccessFilter access) => point.Payload is { } payload && access.Admits(new TenantId(payload.Tenant), payload.Source, payload.Readers);

    /// <summary>Leaves each document's latest revision: while one replaces another, both are found.</summary>
    private static PointRead[] Latest(PointRead[] hits)
    {
        var latest = hits.GroupBy(hit => hit.Payload!.Document, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.MaxBy(hit => hit.Payload!.Written)!.Payload!.Revision, StringComparer.Ordinal);
        return [.. hits.Where(hit => hit.Payload!.Revision == latest[hit.Payload.Document])];
    }

    private static Passage? Rebuild(PointRead point, IReadOnlyDictionary<string, Document> documents, AccessFilter access)
        => point.Payload is { Start: { } start, End: { } end, Ordinal: { } ordinal } payload
            && documents.TryGetValue(payload.Document, out var document)
            && access.Admits(document.Tenant, document.Source, document.Readers)
            && start >= 0 && start <= end && end <= document.Text.Length
            ? new Passage(new Chunk(document, ordinal, payload.Headings ?? [], start, end), point.Score)
            : null;

    private static Passage Weighted(Passage passage)
        => passage.Chunk.Document.IsSuperseded ? passage with { Score = passage.Score * RankingWeights.Superseded } : passage;
}
