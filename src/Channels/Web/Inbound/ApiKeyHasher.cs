using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ChatOpsBot.Channels.Web.Inbound;

/// <summary>
/// Makes keys and their hashes. A key carries 256 random bits, so a plain SHA-256 cannot be searched and needs no salt.
/// </summary>
public static class ApiKeyHasher
{
    private const string KeyPrefix = "cob_";
    private const string HashPrefix = "sha256:";

    /// <summary>Returns a new key, to be given to the caller once, and the hash that goes into the configuration.</summary>
    public static (string Key, string Hash) New()
    {
        var key = KeyPrefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return (key, HashPrefix + Convert.ToHexStringLower(Digest(key)));
    }

    internal static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    internal static bool TryParse(string? text, [NotNullWhen(true)] out byte[]? hash)
    {
        hash = null;
        if (text is null || text.Length != HashPrefix.Length + 64 || !text.StartsWith(HashPrefix, StringComparison.Ordinal)
            || !text.AsSpan(HashPrefix.Length).ContainsOnlyHexDigits())
        {
            return false;
        }

        hash = Convert.FromHexString(text.AsSpan(HashPrefix.Length));
        return true;
    }

    /// <summary>Says whether a hash is one nobody made from a key of ours: one digit repeated, or the hash of nothing.</summary>
    internal static bool IsPlaceholder(byte[] hash)
        => Convert.ToHexStringLower(hash).Distinct().Count() < 4 || hash.AsSpan().SequenceEqual(SHA256.HashData([]));

    private static bool ContainsOnlyHexDigits(this ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiHexDigit(character))
            {
                return false;
            }
        }

        return true;
    }
}
