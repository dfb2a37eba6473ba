using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge.Loading;

namespace ChatOpsBot.RagCore.Knowledge;

/// <summary>
/// Keeps originals that were handed in, beside the configured folders. Several processes may write; the serving one refreshes once and then watches.
/// An original and who may read it are one: neither is ever seen without the other, or with an earlier one's.
/// </summary>
public interface IDocumentStore
{
    /// <summary>Keeps an original in place of an earlier one of the tenant with the same path, whoever could read that.</summary>
    /// <param name="tenant">The organisation that owns it.</param>
    /// <param name="path">Its path, with forward slashes, no part of it empty or made of dots.</param>
    /// <param name="readers">The principals that may read it; at least one.</param>
    /// <param name="content">The file's bytes.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">The path or the readers cannot be kept: nothing was written.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot take it now.</exception>
    Task PutAsync(TenantId tenant, string path, IReadOnlyList<string> readers, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>
    /// Brings what <see cref="ListSources"/> lists up to date, for a store that is elsewhere and mirrors its originals to this machine. One whose folders
    /// are the originals themselves has nothing to do.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store cannot be read now; what was brought before can still be listed.</exception>
    Task RefreshAsync(CancellationToken cancellationToken);

    /// <summary>Lists the folders the originals can be read from, each with its tenant and readers, as they are on this machine now. Never waits for a network.</summary>
    IReadOnlyList<KnowledgeSource> ListSources();

    /// <summary>Keeps what can be listed up to date until it is disposed, and calls back when it may have changed. Null when the store cannot tell.</summary>
    IDisposable? Watch(Action changed);
}
