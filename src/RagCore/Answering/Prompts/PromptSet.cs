using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Answering.Prompts;

/// <summary>All versions of all prompts, as they were read together.</summary>
/// <param name="versions">Every version, also drafts and retired ones.</param>
internal sealed class PromptSet(IEnumerable<PromptVersion> versions)
{
    private readonly FrozenDictionary<string, PromptVersion[]> _byName = versions
        .GroupBy(version => version.Name, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.OrderBy(version => version.Version, StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);

    public int Count => _byName.Values.Sum(each => each.Length);

    /// <summary>Returns a version whatever its status; null when there is none.</summary>
    public PromptVersion? Find(string name, string version) => Of(name).FirstOrDefault(each => each.Version == version);

    public IReadOnlyList<PromptVersion> Of(string name) => _byName.TryGetValue(name, out var found) ? found : [];

    /// <summary>Chooses among the active versions: those for the organisation, else those for the region, else those for everyone.</summary>
    public PromptVersion? Select(string name, TenantId tenant, string? region, string thread)
    {
        PromptVersion[] active = [.. Of(name).Where(version => version.Status is PromptStatus.Active && (version.Regions.Count == 0 || version.Regions.Contains(region)))];
        PromptVersion[] own = [.. active.Where(version => version.Tenants.Contains(tenant.Value, StringComparer.Ordinal))];
        if (own.Length == 0)
        {
            active = [.. active.Where(version => version.Tenants.Count == 0)];
            own = active.Any(version => version.Regions.Count > 0) ? [.. active.Where(version => version.Regions.Count > 0)] : active;
        }

        return thread.Length == 0 ? own.MaxBy(version => version.Weight) : own.MaxBy(version => Score(version, thread));
    }

    // Rendezvous hashing with weights: the same thread gets the same version in every process, and a weight that grows only takes threads over.
    // A thread keeps its version for as long as the versions and weights stay as they are, and most threads longer.
    private static double Score(PromptVersion version, string thread)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{version.Name}\n{version.Version}\n{thread}"));
        var share = ((BinaryPrimitives.ReadUInt64LittleEndian(hash) >> 11) + 0.5) / (1UL << 53);
        return -version.Weight / Math.Log(share);
    }
}
