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

    private AccessFilter(TenantId tenant, IEnumerable<string> principals)
    {
        Tenant = tenant;
        _principals = principals.Where(principal => !string.IsNullOrWhiteSpace(principal)).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Gets the tenant.</summary>
    public TenantId Tenant { get; }

    /// <summary>Gets the principals, in ordinal order, so that equal rights give equal text.</summary>
    public IReadOnlyList<string> Principals => [.. _principals.Order(StringComparer.Ordinal)];

    /// <summary>Gets a value indicating whether nothing can be found with it.</summary>
    public bool IsEmpty => _principals.Count == 0;

    /// <summary>Returns the filter for the given principals; blank ones are dropped.</summary>
    public static AccessFilter For(TenantId tenant, IEnumerable<string> principals) => new(tenant, principals);

    /// <summary>Returns the filter that admits nothing.</summary>
    public static AccessFilter Nothing(TenantId tenant) => new(tenant, []);

    /// <summary>Says whether a document of this tenant with these readers may be found. No readers: nobody.</summary>
    public bool Admits(TenantId tenant, IReadOnlyList<string> readers)
    {
        if (tenant != Tenant)
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
