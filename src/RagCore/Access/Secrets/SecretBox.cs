using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Access.Secrets;

/// <summary>
/// Encrypts what must not be readable where it is stored: AES-256-GCM, bound to the name it is stored under, so that a ciphertext that is moved to another name
/// does not open. The key's id stands in the ciphertext, so that keys can be changed one after another.
/// </summary>
public sealed class SecretBox(IOptions<EncryptionOptions> options)
{
    private const string Version = "v1";
    private const int KeySize = 32;

    private readonly IReadOnlyList<SecretKey> _keys = [.. options.Value.EncryptionKeys.Select(Read)];

    /// <summary>Gets a value indicating whether there is a key to encrypt with.</summary>
    public bool HasKey => _keys.Count > 0;

    /// <summary>Returns a new key in base64.</summary>
    public static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeySize));

    /// <summary>Encrypts a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What it is stored under.</param>
    public string Seal(string text, string name)
    {
        var key = _keys.Count > 0 ? _keys[0] : throw new SecretUnreadableException("Storage:EncryptionKeys is empty: make a key with \"key encryption\".");
        var plain = Encoding.UTF8.GetBytes(text);
        var box = new byte[AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize + plain.Length];
        var (nonce, tag, cipher) = Parts(box);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key.Bytes, AesGcm.TagByteSizes.MaxSize);
        aes.Encrypt(nonce, plain, cipher, tag, Encoding.UTF8.GetBytes(name));
        return $"{Version}.{key.Id}.{Base64Url.EncodeToString(box)}";
    }

    /// <summary>Decrypts a text.</summary>
    /// <param name="sealedText">What <see cref="Seal"/> returned.</param>
    /// <param name="name">What it is stored under.</param>
    /// <exception cref="SecretUnreadableException">No key opens it: it was moved, changed, or its key is no longer configured.</exception>
    public string Open(string sealedText, string name)
    {
        if (sealedText.Split('.') is not [Version, var id, var text] || !TryDecode(text, out var box))
        {
            throw new SecretUnreadableException($"The secret stored under {name} is damaged: store it again.");
        }

        var key = _keys.FirstOrDefault(candidate => candidate.Id == id)
            ?? throw new SecretUnreadableException($"The secret stored under {name} needs the key {id}: put that key back at the end of Storage:EncryptionKeys.");
        var (nonce, tag, cipher) = Parts(box);
        var plain = new byte[cipher.Length];
        try
        {
            using var aes = new AesGcm(key.Bytes, AesGcm.TagByteSizes.MaxSize);
            aes.Decrypt(nonce, cipher, tag, plain, Encoding.UTF8.GetBytes(name));
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new SecretUnreadableException($"The secret stored under {name} was changed, or belongs to another name: store it again.");
        }

        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>Says whether a text was encrypted with a key that is not the first any more, so that it should be encrypted anew.</summary>
    public bool IsOfAnEarlierKey(string sealedText) => HasKey && !sealedText.StartsWith($"{Version}.{_keys[0].Id}.", StringComparison.Ordinal);

    internal static bool TryReadKey(string? text, [NotNullWhen(true)] out byte[]? key)
    {
        var buffer = new byte[KeySize + 1];
        var isKey = Convert.TryFromBase64String(text ?? string.Empty, buffer, out var length) && length == KeySize;
        key = isKey ? buffer[..KeySize] : null;
        return isKey;
    }

    private static SecretKey Read(string text)
    {
        var key = TryReadKey(text, out var bytes) ? bytes : throw new SecretUnreadableException("Storage:EncryptionKeys holds what is not 32 bytes in base64.");

        // The id tells keys apart and nothing about them.
        return new SecretKey(Convert.ToHexStringLower(SHA256.HashData(SHA256.HashData(key)).AsSpan(0, 4)), key);
    }

    private static bool TryDecode(string text, out byte[] box)
    {
        box = [];
        if (!Base64Url.IsValid(text))
        {
            return false;
        }

        box = Base64Url.DecodeFromChars(text);
        return box.Length >= AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize;
    }

    private static BoxParts Parts(byte[] box) => new(
        box.AsSpan(0, AesGcm.NonceByteSizes.MaxSize),
        box.AsSpan(AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize),
        box.AsSpan(AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize));

    private sealed record SecretKey(string Id, byte[] Bytes);

    private readonly ref struct BoxParts(Span<byte> nonce, Span<byte> tag, Span<byte> cipher)
    {
        private readonly Span<byte> _nonce = nonce;
        private readonly Span<byte> _tag = tag;
        private readonly Span<byte> _cipher = cipher;

        public void Deconstruct(out Span<byte> nonce, out Span<byte> tag, out Span<byte> cipher)
        {
            nonce = _nonce;
            tag = _tag;
            cipher = _cipher;
        }
    }
}
