using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge.Watching;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Knowledge.Lexical.Snapshots;

/// <summary>Keeps the index of this process in its folder. A fault costs the next start time and nothing else: it is logged.</summary>
internal sealed partial class LexicalSnapshots(LexicalIndex index, SnapshotFolder folder, ILogger<LexicalSnapshots> logger) : IKnowledgeSnapshots
{
    private bool _failureTold;

    public async Task<IKeptKnowledge?> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await folder.OpenAsync(cancellationToken) is { } kept ? new KeptKnowledge(index, kept) : null;
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            SnapshotRefused(fault.Message);
            return null;
        }
    }

    public async Task SaveAsync(ReadOnlyMemory<byte> catalog, CancellationToken cancellationToken)
    {
        try
        {
            await folder.SaveAsync(index.Capture(), catalog, cancellationToken);
            _failureTold = false;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or StoreUnavailableException)
        {
            if (!_failureTold)
            {
                SnapshotFailed(fault.Message);
            }

            _failureTold = true;
        }
    }

    [LoggerMessage(LogEvents.SnapshotRefused, LogLevel.Warning, "The kept index is not used ({Reason}); the documents are read instead")]
    private partial void SnapshotRefused(string reason);

    [LoggerMessage(LogEvents.SnapshotFailed, LogLevel.Warning, "The index cannot be kept ({Reason}); the next start reads the documents that changed since it was kept last")]
    private partial void SnapshotFailed(string reason);

    private sealed class KeptKnowledge(LexicalIndex index, KeptIndex kept) : IKeptKnowledge
    {
        public ReadOnlyMemory<byte> Catalog => kept.Catalog;

        public IEnumerable<Document> Documents => kept.Tenants.Values.SelectMany(tenant => tenant.Segments).SelectMany(view => view.Live);

        public Document? Find(TenantId tenant, string id) => kept.Tenants.GetValueOrDefault(tenant)?.Find(id);

        public Task RestoreAsync(IReadOnlyCollection<Document> without, CancellationToken cancellationToken)
        {
            var ids = without.ToLookup(document => document.Tenant, document => document.Id);
            return index.RestoreAsync(
                kept.Tenants.Values.Select(tenant => ids.Contains(tenant.Tenant) ? tenant.Without(ids[tenant.Tenant].ToHashSet(StringComparer.Ordinal)) : tenant),
                cancellationToken);
        }
    }
}
