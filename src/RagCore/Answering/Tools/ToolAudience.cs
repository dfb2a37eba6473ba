using ChatOpsBot.RagCore.Access;

namespace ChatOpsBot.RagCore.Answering.Tools;

/// <summary>Who may use a tool.</summary>
/// <param name="Tenants">The organisations; empty: every one.</param>
/// <param name="Readers">The principals, as a knowledge source lists them; empty: everybody of the organisation.</param>
/// <param name="IsPersonal">Whether it tells the asker what is the asker's own.</param>
internal sealed record ToolAudience(IReadOnlyList<string> Tenants, IReadOnlyList<string> Readers, bool IsPersonal)
{
    private static readonly string[] Everybody = [Principals.Everyone];

    /// <summary>Says whether everybody who will read the answer may use the tool.</summary>
    /// <param name="access">What the audience of the answer may read: of several people, what all of them may.</param>
    /// <param name="asker">Who alone reads the answer; null where several people do or nobody is known.</param>
    public bool Admits(AccessFilter access, string? asker)
        => (Tenants.Count == 0 || Tenants.Contains(access.Tenant.Value, StringComparer.Ordinal))
            && access.Admits(access.Tenant, source: null, Readers.Count == 0 ? Everybody : Readers)
            && (!IsPersonal || asker is not null);
}
