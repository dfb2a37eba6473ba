using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Knowledge;

/// <summary>Finds passages. Readers never wait for writers.</summary>
public interface IKnowledgeIndex
{
    /// <summary>Returns the best passages the filter admits, best first. An empty filter, or a question without words, finds nothing.</summary>
    /// <exception cref="StoreUnavailableException">The index cannot be asked now.</exception>
    Task<IReadOnlyList<Passage>> SearchAsync(string question, AccessFilter access, int limit, CancellationToken cancellationToken);

    /// <summary>Adds documents, each in place of an earlier version with the same tenant and id. Visible to searches when the task completes.</summary>
    Task UpsertAsync(IReadOnlyCollection<Document> documents, CancellationToken cancellationToken);

    /// <summary>Removes documents by id. Not an error when they are gone already.</summary>
    Task RemoveAsync(TenantId tenant, IReadOnlyCollection<string> documentIds, CancellationToken cancellationToken);

    /// <summary>Returns a document as it is indexed now, when the filter admits it; "no access" and "does not exist" are the same null (L-22).</summary>
    Task<Document?> FindAsync(string documentId, AccessFilter access, CancellationToken cancellationToken);

    /// <summary>Counts what the filter admits, so that a reply never tells of documents its reader may not know.</summary>
    Task<IReadOnlyList<SourceSummary>> ListSourcesAsync(AccessFilter access, CancellationToken cancellationToken);

    /// <summary>Gets a text that changes with every change of the index; part of the versions stored with an answer.</summary>
    string Version { get; }
}

/// <summary>A source as one audience sees it.</summary>
/// <param name="Name">The source's name.</param>
/// <param name="Documents">How many of its documents the audience may read.</param>
/// <param name="Folders">The top-level folders that hold them, in ordinal order.</param>
public sealed record SourceSummary(string Name, int Documents, IReadOnlyList<string> Folders);
