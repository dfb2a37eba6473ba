using System.Runtime.CompilerServices;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>The requests that are used, each with its path.</summary>
internal sealed class QdrantApi(QdrantClient client)
{
    private const int PageSize = 1000;

    public Task<QueryResult> QueryAsync(string collection, QueryRequest request, CancellationToken cancellationToken) => client.SendAsync(
        QdrantCall.Post("search", $"{At(collection)}/points/query", request, QdrantJson.Default.QueryRequest), QdrantJson.Default.QueryReply, cancellationToken);

    /// <summary>Returns all points that a filter admits, page by page; all there are without a filter. Those from one id on, when it is given.</summary>
    public async IAsyncEnumerable<QdrantPayload> ScrollAsync(
        string collection,
        QdrantFilter? filter,
        IReadOnlyList<string> fields,
        int pageSize = PageSize,
        string? from = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var offset = from;
        do
        {
            var request = new ScrollRequest(filter, pageSize, fields, offset);
            var page = await client.SendAsync(
                QdrantCall.Post("scroll", $"{At(collection)}/points/scroll", request, QdrantJson.Default.ScrollRequest), QdrantJson.Default.ScrollReply, cancellationToken);
            foreach (var payload in page.Points.Select(point => point.Payload).OfType<QdrantPayload>())
            {
                yield return payload;
            }

            offset = page.NextPageOffset;
        }
        while (offset is not null);
    }

    public Task WriteAsync(string collection, IReadOnlyList<PointWrite> points, CancellationToken cancellationToken) => client.SendAsync(
        QdrantCall.Put("write points", $"{At(collection)}/points?wait=true", new PointsWrite(points), QdrantJson.Default.PointsWrite), QdrantJson.Default.UpdateReply, cancellationToken);

    public Task WriteVectorsAsync(string collection, IReadOnlyList<PointVectors> points, CancellationToken cancellationToken) => client.SendAsync(
        QdrantCall.Put("write vectors", $"{At(collection)}/points/vectors?wait=true", new VectorsWrite(points), QdrantJson.Default.VectorsWrite),
        QdrantJson.Default.UpdateReply,
        cancellationToken);

    public Task DeleteAsync(string collection, QdrantFilter filter, CancellationToken cancellationToken) => client.SendAsync(
        QdrantCall.Post("delete points", $"{At(collection)}/points/delete?wait=true", new PointsDelete(filter), QdrantJson.Default.PointsDelete),
        QdrantJson.Default.UpdateReply,
        cancellationToken);

    public async Task<IReadOnlyList<AliasTarget>> AliasesAsync(CancellationToken cancellationToken)
        => (await client.SendAsync(QdrantCall.Get("list aliases", "aliases"), QdrantJson.Default.AliasReply, cancellationToken)).Aliases;

    public async Task<IReadOnlyList<string>> CollectionsAsync(CancellationToken cancellationToken)
        => [.. (await client.SendAsync(QdrantCall.Get("list collections", "collections"), QdrantJson.Default.CollectionsReply, cancellationToken)).Collections.Select(each => each.Name)];

    public Task CreateAsync(string collection, CollectionRequest request, CancellationToken cancellationToken) => client.SendAsync(
        QdrantCall.Put("create collection", At(collection), request, QdrantJson.Default.CollectionRequest), QdrantJson.Default.DoneReply, cancellationToken);

    public Task IndexAsync(string collection, FieldIndexRequest request, CancellationToken cancellationToken) => client.SendAsync(
        QdrantCall.Put("create payload index", $"{At(collection)}/index?wait=true", request, QdrantJson.Default.FieldIndexRequest), QdrantJson.Default.UpdateReply, cancellationToken);

    public Task ChangeAliasesAsync(AliasChanges changes, CancellationToken cancellationToken) => client.SendAsync(
        QdrantCall.Post("change aliases", "collections/aliases", changes, QdrantJson.Default.AliasChanges), QdrantJson.Default.DoneReply, cancellationToken);

    public Task DropAsync(string collection, CancellationToken cancellationToken) => client.SendAsync(
        QdrantCall.Delete("delete collection", At(collection)), QdrantJson.Default.DoneReply, cancellationToken);

    private static string At(string collection) => $"collections/{Uri.EscapeDataString(collection)}";
}
