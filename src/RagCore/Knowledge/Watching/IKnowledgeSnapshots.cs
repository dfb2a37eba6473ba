using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Knowledge.Watching;

/// <summary>Keeps what was indexed, so that a start reads only what changed. An index that is itself elsewhere keeps nothing here.</summary>
internal interface IKnowledgeSnapshots
{
    /// <summary>Opens what was kept; nobody is served from it yet. Null when there is nothing that can be used.</summary>
    Task<IKeptKnowledge?> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Keeps what is indexed now.</summary>
    /// <param name="catalog">What the sources look like; it is returned with what is opened.</param>
    /// <param name="cancellationToken">Ends the work; what was kept before stays.</param>
    Task SaveAsync(ReadOnlyMemory<byte> catalog, CancellationToken cancellationToken);
}

/// <summary>What was kept when a process last did so.</summary>
internal interface IKeptKnowledge
{
    /// <summary>Gets what the sources looked like.</summary>
    ReadOnlyMemory<byte> Catalog { get; }

    /// <summary>Gets the documents that were indexed.</summary>
    IEnumerable<Document> Documents { get; }

    /// <summary>Returns a document, always the same one for an id.</summary>
    Document? Find(TenantId tenant, string id);

    /// <summary>Lets searches see it, without these documents, in place of what they saw.</summary>
    Task RestoreAsync(IReadOnlyCollection<Document> without, CancellationToken cancellationToken);
}
