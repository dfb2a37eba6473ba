using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge.Watching;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>
/// Puts a collection of another form, once it holds the folders, in the place of the old one. That is deleted a while later: the replicas that a roll-out
/// has not reached yet go on with it.
/// </summary>
internal sealed partial class QdrantTakeover(
    QdrantCollections collections, QdrantVectors vectors, IKnowledgeReadiness readiness, TimeProvider time, ILogger<QdrantTakeover> logger) : BackgroundService
{
    /// <summary>How long the old collection stays.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await readiness.WaitUntilLoadedAsync(stoppingToken);
        vectors.WakeUp();
        if (await PersistAsync(collections.TakeOverAsync, stoppingToken) is { } old)
        {
            await Task.Delay(Grace, time, stoppingToken);
            await PersistAsync(token => RetireAsync(old, token), stoppingToken);
        }
    }

    private async Task<string?> RetireAsync(string old, CancellationToken cancellationToken)
    {
        // Somebody may have rolled back meanwhile.
        if (await collections.TargetAsync(cancellationToken) is { } target && collections.IsOfTodaysForm(target))
        {
            await collections.DropAsync(old, cancellationToken);
            Retired(old);
        }

        return null;
    }

    private async Task<string?> PersistAsync(Func<CancellationToken, Task<string?>> work, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await work(cancellationToken);
            }
            catch (Exception fault) when (fault is StoreUnavailableException or QdrantRefusedException)
            {
                NotTakenOver(fault.Message);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    [LoggerMessage(LogEvents.QdrantRetired, LogLevel.Information, "Deleted the collection {Collection}, which nothing stands for any more")]
    private partial void Retired(string collection);

    [LoggerMessage(LogEvents.QdrantNotTakenOver, LogLevel.Warning, "Qdrant does not let the collections change places; it is tried again: {Fault}")]
    private partial void NotTakenOver(string fault);
}
