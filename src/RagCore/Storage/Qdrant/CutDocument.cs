using System.Text.Json;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Chunking;
using ChatOpsBot.RagCore.Storage.Serialization;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>A document cut for the index, before its points are made.</summary>
/// <param name="Document">The document.</param>
/// <param name="Drafts">Its chunks; at least one, so that a document without text is found by its title.</param>
/// <param name="Terms">The vector of each chunk.</param>
/// <param name="Revision">A hash of everything that is stored.</param>
internal sealed record CutDocument(Document Document, IReadOnlyList<ChunkDraft> Drafts, IReadOnlyList<SparseVector> Terms, string Revision)
{
    public static CutDocument Of(Document document)
    {
        var drafts = DraftsOf(document);
        return new CutDocument(document, drafts, [.. drafts.Select(TermVectors.OfChunk)], RevisionOf(document));
    }

    /// <summary>Returns the chunks of a document without their terms.</summary>
    public static IReadOnlyList<ChunkDraft> DraftsOf(Document document)
        => DocumentChunker.Split(document) is { Count: > 0 } split ? split : [new ChunkDraft(new Chunk(document, 0, [], 0, 0), null)];

    private static string RevisionOf(Document document)
    {
        var content = JsonSerializer.Serialize(StoredContent.Of(document), QdrantJson.Default.StoredContent);
        return QdrantPoints.Hex(KeyHash.Of([document.Version, document.Source, content, .. document.Readers.Order(StringComparer.Ordinal)]));
    }
}
