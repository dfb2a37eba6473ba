using System.Buffers.Binary;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Storage.Serialization;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>
/// The points of documents. An id follows from tenant, document, revision and ordinal: a write that is sent twice writes once, and a new revision never
/// touches the points of the old one, which readers may be reading.
/// </summary>
internal static class QdrantPoints
{
    private const int DocumentOrdinal = -1;

    private static readonly Dictionary<string, object> NoVectors = [];

    public static PointWrite OfDocument(CutDocument cut, long written) => new(
        IdOf(cut.Document, cut.Revision, DocumentOrdinal),
        NoVectors,
        Payload(cut, QdrantFields.DocumentKind, written) with
        {
            Chunks = cut.Drafts.Count,
            Content = StoredContent.Of(cut.Document),
        });

    public static PointWrite OfChunk(CutDocument cut, int number, long written)
    {
        var chunk = cut.Drafts[number].Chunk;
        var vectors = new Dictionary<string, object> { [QdrantFields.TextVector] = cut.Terms[number] };
        return new PointWrite(IdOf(cut.Document, cut.Revision, number), vectors, Payload(cut, QdrantFields.ChunkKind, written) with
        {
            Ordinal = number,
            Start = chunk.Start,
            End = chunk.End,
            Headings = chunk.HeadingPath,
        });
    }

    public static PointVectors OfVector(Chunk chunk, string revision, ReadOnlyMemory<float> vector)
        => new(IdOf(chunk.Document, revision, chunk.Ordinal), new Dictionary<string, object> { [QdrantFields.DenseVector] = vector });

    public static string Hex(KeyHash hash)
    {
        Span<byte> bytes = stackalloc byte[KeyHash.Size];
        hash.Write(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    private static QdrantPayload Payload(CutDocument cut, string kind, long written) => new()
    {
        Kind = kind,
        Tenant = cut.Document.Tenant.Value,
        Readers = cut.Document.Readers,
        Document = cut.Document.Id,
        Version = cut.Document.Version,
        Revision = cut.Revision,
        Written = written,
        Source = cut.Document.Source,
    };

    private static string IdOf(Document document, string revision, int ordinal)
    {
        Span<byte> number = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(number, ordinal);
        Span<byte> bytes = stackalloc byte[KeyHash.Size];
        KeyHash.Of(document.Tenant.Value, document.Id, revision, Convert.ToHexString(number)).Write(bytes);

        // RFC 9562: version 8 is "made by the application", variant 1.
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
