using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge.Loading;

namespace ChatOpsBot.RagCore.Knowledge.Watching;

/// <summary>Brings the index to what was read, and changes only what is different.</summary>
internal sealed class IndexPublisher(IKnowledgeIndex index)
{
    private Dictionary<(TenantId Tenant, string Id), Document> _published = [];

    /// <summary>Publishes what was loaded, and returns the results with those refused that cannot be served.</summary>
    public async Task<IReadOnlyList<LoadResult>> PublishAsync(IEnumerable<LoadResult> results, CancellationToken cancellationToken)
    {
        var unique = UniqueDocuments.Of(results);
        var wanted = SupersededDocuments.Mark(unique).ToDictionary(document => (document.Tenant, document.Id));
        var changed = wanted.Values.Where(document => !IsPublished(document)).ToArray();
        var gone = _published.Keys.Where(key => !wanted.ContainsKey(key)).ToLookup(key => key.Tenant, key => key.Id);
        if (changed.Length > 0)
        {
            await index.UpsertAsync(changed, cancellationToken);
        }

        foreach (var tenant in gone)
        {
            await index.RemoveAsync(tenant.Key, [.. tenant], cancellationToken);
        }

        _published = wanted;
        return unique;
    }

    private bool IsPublished(Document document)
        => _published.TryGetValue((document.Tenant, document.Id), out var published) && published == document;
}
