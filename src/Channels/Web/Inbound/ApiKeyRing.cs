using System.Security.Cryptography;
using ChatOpsBot.RagCore.Conversations;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Web.Inbound;

/// <summary>The configured keys.</summary>
internal sealed class ApiKeyRing(IOptions<WebChannelOptions> options)
{
    private const int MaxKeyLength = 512;

    private readonly (byte[] Hash, WebCredential Credential)[] _keys = options.Value.Enabled ? [.. options.Value.ApiKeys.Select(Read)] : [];

    public bool IsEmpty => _keys.Length == 0;

    public IEnumerable<WebCredential> Credentials => _keys.Select(key => key.Credential);

    /// <summary>Returns what the key proves, or null. Every configured key is compared in full, so that time tells nothing about any of them.</summary>
    public WebCredential? Find(string? key)
    {
        if (key is null || key.Length > MaxKeyLength)
        {
            return null;
        }

        WebCredential? found = null;
        var digest = ApiKeyHasher.Digest(key);
        foreach (var (hash, credential) in _keys)
        {
            found = CryptographicOperations.FixedTimeEquals(hash, digest) ? credential : found;
        }

        return found;
    }

    internal static string IdOf(byte[] hash) => $"key:{Convert.ToHexStringLower(hash)[..8]}";

    private static (byte[] Hash, WebCredential Credential) Read(WebApiKeyOptions options)
    {
        if (!ApiKeyHasher.TryParse(options.Hash, out var hash))
        {
            throw new InvalidOperationException("A key hash was not validated before use.");
        }

        return (hash, new WebCredential(new TenantId(options.Tenant), IdOf(hash), [.. options.Principals], [.. options.MayActFor]));
    }
}
