using System.Security.Cryptography;
using System.Text;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Knowledge;

/// <summary>Where this process keeps copies of the pages of web sources. What is in it can be deleted at any time, and is fetched again.</summary>
/// <param name="Path">An absolute path.</param>
public sealed record WebFolder(string Path)
{
    private const int MaxNameLength = 100;

    /// <summary>Returns the folder of a source. Names become one part of a path each, whatever is in them.</summary>
    internal string FolderOf(TenantId tenant, string name) => System.IO.Path.Combine(Path, Escaped(tenant.Value), Escaped(name));

    private static string Escaped(string name)
    {
        var escaped = Uri.EscapeDataString(name).Replace(".", "%2E", StringComparison.Ordinal);
        return escaped.Length <= MaxNameLength ? escaped : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
    }
}
