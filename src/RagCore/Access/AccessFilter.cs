using System.Collections.Frozen;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Access;

/// <summary>
/// What may be found: a tenant and the principals of the readers. Every search takes one (P4). A filter without principals
/// admits nothing, whatever the document says.
/// </summary>
public sealed class AccessFilter
{
    private readonly FrozenSet<string> _principals;
    private readonly FrozenSet<string>? _sources;

    private AccessFilter(TenantId tenant, FrozenSet<string> principals, FrozenSet<string>? sources)
        => (Tenant, _principals, _sources) = (tenant, principals, sources);

    /// <summary>Gets the tenant.</summary>
    public TenantId Tenant { get; }

    /// <summary>Gets the principals, in ordinal order, so that equal rights give equal text.</summary>
    public IReadOnlyList<string> Principals => [.. _principals.Order(StringComparer.Ordinal)];

    /// <summary>Gets the sources that documents may come from, in ordinal order; null for all.</summary>
    public IReadOnlyList<string>? Sources => _sources is null ? null : [.. _sources.Order(StringComparer.Ordinal)];

    /// <summary>Gets a value indicating whether nothing can be found with it.</summary>
    public bool IsEmpty => _principals.Count == 0 || _sources is { Count: 0 };

    /// <summary>Returns the filter for the given principals; blank ones are dropped.</summary>
    public static AccessFilter For(TenantId tenant, IEnumerable<string> principals) => new(
        tenant, principals.Where(principal => !string.IsNullOrWhiteSpace(principal)).ToFrozenSet(StringComparer.Ordinal), sources: null);

    /// <summary>Returns the filter that admits nothing.</summary>
    public static AccessFilter Nothing(TenantId tenant) => For(tenant, []);

    /// <summary>Returns the same rights for documents of these sources alone. What was narrowed before stays narrowed: nothing is ever gained.</summary>
    public AccessFilter Within(IEnumerable<string> sources)
        => new(Tenant, _principals, sources.Where(source => _sources is null || _sources.Contains(source)).ToFrozenSet(StringComparer.Ordinal));

    /// <summary>Says whether a document of this tenant and source with these readers may be found. No readers: nobody.</summary>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="source">Where it comes from; null for what comes from no source, which no narrowed filter admits.</param>
    /// <param name="readers">Who may read it.</param>
    public bool Admits(TenantId tenant, string? source, IReadOnlyList<string> readers)
    {
        if (tenant != Tenant || (_sources is not null && (source is null || !_sources.Contains(source))))
        {
            return false;
        }

        for (var index = 0; index < readers.Count; index++)
        {
            if (_principals.Contains(readers[index]))
            {
                return true;
            }
        }

        return false;
    }
}
