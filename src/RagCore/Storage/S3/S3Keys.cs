using System.Text;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Storage.Embedded;

namespace ChatOpsBot.RagCore.Storage.S3;

/// <summary>
/// The keys of originals: <c>prefix/tenant=default/hr/leave.md</c>. Two originals never share a key, and a key that this class would not write is
/// nobody's: what was put there by other means is served only if it has the one right form.
/// </summary>
internal sealed class S3Keys(string? prefix)
{
    private const int MaxKeyBytes = 1024;
    private const string TenantPrefix = "tenant=";

    /// <summary>Gets what every key begins with.</summary>
    public string Start { get; } = (string.IsNullOrEmpty(prefix) ? string.Empty : prefix.TrimEnd('/') + "/") + TenantPrefix;

    /// <exception cref="ArgumentException">The key would be longer than S3 takes.</exception>
    public string KeyOf(TenantId tenant, string path)
    {
        var key = Start + OriginalsLayout.TenantText(tenant) + "/" + Escape(path);
        return Encoding.UTF8.GetByteCount(key) <= MaxKeyBytes
            ? key
            : throw new ArgumentException($"'{path}' makes a key of more than {MaxKeyBytes} bytes: give the file or its folders shorter names.", nameof(path));
    }

    /// <summary>Returns whose original a key is, or null when it is none.</summary>
    public (TenantId Tenant, string Path)? Read(string key)
    {
        var slash = key.StartsWith(Start, StringComparison.Ordinal) ? key.IndexOf('/', Start.Length) : -1;
        if (slash <= Start.Length || Encoding.UTF8.GetByteCount(key) > MaxKeyBytes)
        {
            return null;
        }

        var tenant = new TenantId(Uri.UnescapeDataString(key[Start.Length..slash]));
        var path = Uri.UnescapeDataString(key[(slash + 1)..]);
        return OriginalsLayout.IsPath(path) && Start + OriginalsLayout.TenantText(tenant) + "/" + Escape(path) == key ? (tenant, path) : null;
    }

    // Listings are XML, which has no way to write control characters; the rest stays readable for people who look into the bucket.
    private static string Escape(string path)
    {
        var escaped = new StringBuilder(path.Length);
        foreach (var character in path)
        {
            _ = char.IsControl(character) || character is '%' or '\\' or '\uFFFE' or '\uFFFF'
                ? escaped.Append(Uri.EscapeDataString(character.ToString()))
                : escaped.Append(character);
        }

        return escaped.ToString();
    }
}
