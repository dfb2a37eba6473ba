using System.Collections.Immutable;
using System.Globalization;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Knowledge.Dense;

/// <summary>
/// The vectors of all tenants, in one space: one model, one number of dimensions. Searches read snapshots; a document waits here until its
/// vectors come, and is not found until then.
/// </summary>
internal sealed class DenseIndex
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(TenantId Tenant, string Id), Document> _waiting = [];
    private ImmutableDictionary<TenantId, DenseSnapshot> _tenants = ImmutableDictionary<TenantId, DenseSnapshot>.Empty;
    private long _version;

    /// <summary>Gets a text that changes with every change.</summary>
    public string Version => Volatile.Read(ref _version).ToString(CultureInfo.InvariantCulture);

    /// <summary>Gets how many documents wait for their vectors.</summary>
    public int WaitingCount
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Gets the documents that wait for their vectors.</summary>
    public IReadOnlyList<Document> Waiting
    {
        get
        {
            lock (_gate)
            {
                return [.. _waiting.Values];
            }
        }
    }

    /// <summary>Says how many chunks of a tenant have a vector.</summary>
    public int CountOf(TenantId tenant) => _tenants.GetValueOrDefault(tenant)?.Count ?? 0;

    /// <summary>Returns the nearest chunks the filter admits, nearest first, scored by cosine.</summary>
    public IReadOnlyList<Passage> Search(ReadOnlySpan<float> query, AccessFilter access, int limit)
        => access.IsEmpty || limit <= 0 || !_tenants.TryGetValue(access.Tenant, out var snapshot) ? [] : snapshot.Search(query, access, limit);

    /// <summary>Lets documents wait for their vectors, in place of earlier versions.</summary>
    public void Want(IEnumerable<Document> documents)
    {
        lock (_gate)
        {
            foreach (var document in documents)
            {
                _waiting[(document.Tenant, document.Id)] = document;
            }
        }
    }

    /// <summary>Removes documents, those that wait as well.</summary>
    public void Remove(TenantId tenant, IEnumerable<string> documentIds)
    {
        lock (_gate)
        {
            var ids = documentIds.ToHashSet(StringComparer.Ordinal);
            foreach (var id in ids)
            {
                _waiting.Remove((tenant, id));
            }

            if (_tenants.TryGetValue(tenant, out var snapshot))
            {
                Publish(_tenants.SetItem(tenant, snapshot.Without(ids)));
            }
        }
    }

    /// <summary>Adds chunks whose documents still wait; those that were replaced or removed meanwhile are dropped. A first chunk begins its document anew.</summary>
    public void Add(IReadOnlyCollection<EmbeddedChunk> chunks)
    {
        lock (_gate)
        {
            var tenants = _tenants;
            foreach (var group in chunks.Where(each => IsWaiting(each.Chunk.Document)).GroupBy(each => each.Chunk.Document.Tenant))
            {
                var begun = group.Where(each => each.Chunk.Ordinal == 0).Select(each => each.Chunk.Document.Id).ToHashSet(StringComparer.Ordinal);
                var snapshot = tenants.GetValueOrDefault(group.Key) ?? DenseSnapshot.Empty;
                tenants = tenants.SetItem(group.Key, snapshot.Without(begun).With([.. group]));
            }

            Publish(tenants);
        }
    }

    /// <summary>Says that a document waits no more, unless it was replaced meanwhile.</summary>
    public void Complete(Document document)
    {
        lock (_gate)
        {
            if (IsWaiting(document))
            {
                _waiting.Remove((document.Tenant, document.Id));
            }
        }
    }

    private bool IsWaiting(Document document) => ReferenceEquals(_waiting.GetValueOrDefault((document.Tenant, document.Id)), document);

    private void Publish(ImmutableDictionary<TenantId, DenseSnapshot> tenants)
    {
        Volatile.Write(ref _tenants, tenants);
        Interlocked.Increment(ref _version);
    }
}
