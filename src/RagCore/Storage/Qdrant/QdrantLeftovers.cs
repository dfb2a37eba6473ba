using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge.Watching;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>
/// Removes, once after the folders were read, what they no longer hold: documents that were deleted while no replica ran. Only of sources that this
/// process has and could read in whole: others are another replica's, and a folder that is not there, or holds a part only, says nothing of its documents.
/// What was written since is some other replica's, too.
/// </summary>
internal sealed partial class QdrantLeftovers(
    QdrantConsistency consistency,
    QdrantCollections collections,
    PatientKnowledgeIndex index,
    PublishedTerms published,
    SourceSet sources,
    IKnowledgeReadiness readiness,
    TimeProvider time,
    ILogger<QdrantLeftovers> logger)
    : BackgroundService
{
    private readonly DateTimeOffset _started = time.GetUtcNow();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await readiness.WaitUntilLoadedAsync(stoppingToken);
        try
        {
            await RemoveAsync(stoppingToken);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or QdrantRefusedException)
        {
            LeftoversNotRead(fault.Message);
        }
    }

    private async Task RemoveAsync(CancellationToken cancellationToken)
    {
        var own = sources.WholeAsOf(_started);
        var stored = await consistency.CompareAsync(await collections.CurrentAsync(cancellationToken), [], cancellationToken);
        var leftovers = stored.Where(difference => difference.Source is { } source
            && own.TryGetValue((difference.Tenant, source), out var wholeAsOf)
            && difference.Written < wholeAsOf.ToUnixTimeMilliseconds()
            && !published.Has(difference.Tenant, difference.DocumentId)).ToArray();
        foreach (var tenant in leftovers.GroupBy(difference => difference.Tenant))
        {
            await index.RemoveAsync(tenant.Key, [.. tenant.Select(difference => difference.DocumentId)], cancellationToken);
        }

        if (leftovers.Length > 0)
        {
            LeftoversRemoved(leftovers.Length);
        }
    }

    [LoggerMessage(LogEvents.QdrantLeftoversRemoved, LogLevel.Information, "Removed {Count} documents from Qdrant that no folder holds any more")]
    private partial void LeftoversRemoved(int count);

    [LoggerMessage(LogEvents.QdrantLeftoversNotRead, LogLevel.Warning, "Documents that no folder holds any more may be left in Qdrant until the next start: {Fault}")]
    private partial void LeftoversNotRead(string fault);
}
