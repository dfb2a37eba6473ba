using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge.Loading;

namespace ChatOpsBot.RagCore.Knowledge;

/// <summary>Keeps originals that were handed in, beside the configured folders. Several processes may write; the serving one watches.</summary>
public interface IDocumentStore
{
    /// <summary>Keeps an original in place of an earlier one of the tenant with the same path, whoever could read that.</summary>
    /// <param name="tenant">The organisation that owns it.</param>
    /// <param name="path">Its path, with forward slashes, no part of it empty or made of dots.</param>
    /// <param name="readers">The principals that may read it; at least one.</param>
    /// <param name="content">The file's bytes.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="StoreUnavailableException">The store cannot take it now.</exception>
    Task PutAsync(TenantId tenant, string path, IReadOnlyList<string> readers, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Lists the folders the originals can be read from, each with its tenant and readers. A store that is elsewhere mirrors them first.</summary>
    IReadOnlyList<KnowledgeSource> ListSources();

    /// <summary>Calls back when something may have changed, until it is disposed. Null when the store cannot tell.</summary>
    IDisposable? Watch(Action changed);
}
