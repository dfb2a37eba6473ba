using System.Collections.Frozen;
using ChatOpsBot.RagCore.Conversations;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Knowledge;

/// <summary>The organisations that own documents: those of the configuration, and those of the document store as it was last read.</summary>
public sealed class KnownTenants(IOptions<KnowledgeOptions> options)
{
    private readonly FrozenSet<string> _configured = options.Value.Sources
        .Select(source => source.Tenant)
        .Append(TenantId.Default.Value)
        .ToFrozenSet(StringComparer.Ordinal);

    private FrozenSet<string> _stored = [];

    /// <summary>Says whether an organisation is served.</summary>
    public bool Contains(TenantId tenant) => _configured.Contains(tenant.Value) || Volatile.Read(ref _stored).Contains(tenant.Value);

    /// <summary>Takes over what the document store lists, in place of what it listed before.</summary>
    internal void Update(IEnumerable<TenantId> stored)
        => Volatile.Write(ref _stored, stored.Select(tenant => tenant.Value).ToFrozenSet(StringComparer.Ordinal));
}
