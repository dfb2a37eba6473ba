using ChatOpsBot.RagCore.Knowledge;
using Microsoft.Extensions.Caching.Memory;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>Documents that were read lately. A revision never changes, so that nothing here can be out of date; whether it is still there, a hit says.</summary>
internal sealed class QdrantDocumentCache : IDisposable
{
    private const long MaxCharacters = 32L << 20;

    private readonly MemoryCache _documents = new(new MemoryCacheOptions { SizeLimit = MaxCharacters });

    public Document? Find(QdrantPayload hit) => _documents.Get<Document>(KeyOf(hit));

    public void Keep(QdrantPayload payload, Document document)
        => _documents.Set(KeyOf(payload), document, new MemoryCacheEntryOptions { Size = document.Text.Length + 1 });

    public void Dispose() => _documents.Dispose();

    private static (string Tenant, string Document, string Revision) KeyOf(QdrantPayload payload) => (payload.Tenant, payload.Document, payload.Revision);
}
