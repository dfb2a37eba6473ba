using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>
/// Writes again until the server takes it, so that an outage delays changes of the folders and ends nothing. Questions do not wait: they are told at once.
/// </summary>
internal sealed partial class PatientKnowledgeIndex(QdrantKnowledgeIndex index, TimeProvider time, ILogger<PatientKnowledgeIndex> logger) : IKnowledgeIndex, ITermStatistics
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public string Version => index.Version;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Passage>> SearchAsync(string question, AccessFilter access, int limit, CancellationToken cancellationToken)
        => index.SearchAsync(question, access, limit, cancellationToken);

    /// <inheritdoc/>
    public Task UpsertAsync(IReadOnlyCollection<Document> documents, CancellationToken cancellationToken)
        => PersistAsync(() => index.UpsertAsync(documents, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task RemoveAsync(TenantId tenant, IReadOnlyCollection<string> documentIds, CancellationToken cancellationToken)
        => PersistAsync(() => index.RemoveAsync(tenant, documentIds, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<Document?> FindAsync(string documentId, AccessFilter access, CancellationToken cancellationToken)
        => index.FindAsync(documentId, access, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SourceSummary>> ListSourcesAsync(AccessFilter access, CancellationToken cancellationToken)
        => index.ListSourcesAsync(access, cancellationToken);

    /// <inheritdoc/>
    public double RarityOf(string term, AccessFilter access) => index.RarityOf(term, access);

    private async Task PersistAsync(Func<Task> write, CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await write();
                if (pause > FirstPause)
                {
                    QdrantFound();
                }

                return;
            }
            catch (StoreUnavailableException fault)
            {
                if (pause == FirstPause)
                {
                    QdrantLost(fault.Message);
                }
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    [LoggerMessage(LogEvents.QdrantLost, LogLevel.Warning, "Changes of documents wait until Qdrant takes them: {Fault}")]
    private partial void QdrantLost(string fault);

    [LoggerMessage(LogEvents.QdrantFound, LogLevel.Information, "Qdrant takes changes of documents again")]
    private partial void QdrantFound();
}
