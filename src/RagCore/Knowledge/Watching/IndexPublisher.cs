using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge.Loading;

namespace ChatOpsBot.RagCore.Knowledge.Watching;

/// <summary>Brings the index to what was read, and changes only what is different.</summary>
internal sealed class IndexPublisher(IKnowledgeIndex index)
{
    private Dictionary<(TenantId Tenant, string Id), Document> _published = [];
    private Dictionary<Document, string> _faulty = [];

    /// <summary>Says whether a document is in the index as it stands there, whatever others say of it.</summary>
    public bool IsIndexed(Document document)
        => _published.TryGetValue(KeyOf(document), out var published)
            && published with { IsSuperseded = document.IsSuperseded, SupersededBy = document.SupersededBy } == document;

    /// <summary>Counts the documents in the index by source.</summary>
    public IReadOnlyDictionary<string, int> CountDocuments()
        => _published.Values.CountBy(document => document.Source, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

    /// <summary>Publishes what was loaded, and returns the results with those refused that cannot be served.</summary>
    public Task<IReadOnlyList<LoadResult>> PublishAsync(IEnumerable<LoadResult> results, CancellationToken cancellationToken)
        => PublishAsync(results, kept: null, cancellationToken);

    /// <summary>
    /// Publishes what was loaded, beginning with what was kept of it, and returns the results with those refused that cannot be served. Of what
    /// was kept a document that is gone, or has other readers now, is never seen by anybody.
    /// </summary>
    public async Task<IReadOnlyList<LoadResult>> PublishAsync(IEnumerable<LoadResult> results, IKeptKnowledge? kept, CancellationToken cancellationToken)
    {
        var unique = UniqueDocuments.Of(results);
        var wanted = SupersededDocuments.Mark(unique).ToDictionary(KeyOf);
        if (kept is not null)
        {
            await RestoreAsync(kept, wanted, cancellationToken);
        }

        _faulty = _faulty.Where(known => wanted.ContainsValue(known.Key)).ToDictionary();
        await UpsertAsync([.. wanted.Values.Where(document => !IsPublished(document) && !_faulty.ContainsKey(document))], cancellationToken);

        // What failed is removed too: its earlier version may have had other readers.
        var faults = _faulty.ToDictionary(known => KeyOf(known.Key), known => known.Value);
        foreach (var key in faults.Keys)
        {
            wanted.Remove(key);
        }

        await RemoveAsync(_published.Keys.Where(key => !wanted.ContainsKey(key)), cancellationToken);
        _published = wanted;
        return [.. unique.Select(result => Refused(result, faults))];
    }

    private async Task RestoreAsync(IKeptKnowledge kept, Dictionary<(TenantId Tenant, string Id), Document> wanted, CancellationToken cancellationToken)
    {
        var current = kept.Documents.ToLookup(document => wanted.TryGetValue(KeyOf(document), out var mine) && mine == document);
        await kept.RestoreAsync([.. current[false]], cancellationToken);
        _published = current[true].ToDictionary(KeyOf);
    }

    private static (TenantId Tenant, string Id) KeyOf(Document document) => (document.Tenant, document.Id);

    private static LoadResult Refused(LoadResult result, Dictionary<(TenantId Tenant, string Id), string> faults)
        => result.Document is { } document && faults.TryGetValue(KeyOf(document), out var fault) ? result.Refused(LoadOutcome.Faulty, fault) : result;

    private bool IsPublished(Document document) => _published.TryGetValue(KeyOf(document), out var published) && published == document;

    /// <summary>Writes the documents together, and in ever smaller parts when one of them cannot be indexed, until that one is found.</summary>
    private async Task UpsertAsync(Document[] documents, CancellationToken cancellationToken)
    {
        if (documents.Length == 0 || await FaultOfAsync(documents, cancellationToken) is not { } fault)
        {
            return;
        }

        if (documents.Length == 1)
        {
            _faulty[documents[0]] = fault;
            return;
        }

        await UpsertAsync(documents[..(documents.Length / 2)], cancellationToken);
        await UpsertAsync(documents[(documents.Length / 2)..], cancellationToken);
    }

    private async Task<string?> FaultOfAsync(Document[] documents, CancellationToken cancellationToken)
    {
        try
        {
            await index.UpsertAsync(documents, cancellationToken);
            return null;
        }
#pragma warning disable CA1031 // Whatever cutting and analysing throw over one document, the others are served.
        catch (Exception fault) when (fault is not (OperationCanceledException or StoreUnavailableException))
#pragma warning restore CA1031
        {
            return fault.GetBaseException().GetType().Name;
        }
    }

    private async Task RemoveAsync(IEnumerable<(TenantId Tenant, string Id)> gone, CancellationToken cancellationToken)
    {
        foreach (var tenant in gone.ToLookup(key => key.Tenant, key => key.Id))
        {
            await index.RemoveAsync(tenant.Key, [.. tenant], cancellationToken);
        }
    }
}
