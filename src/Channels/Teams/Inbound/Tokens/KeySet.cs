using System.Collections.Frozen;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using ChatOpsBot.RagCore.Conversations.Wire;

namespace ChatOpsBot.Channels.Teams.Inbound.Tokens;

/// <summary>The keys of one reading, by their id, and when they were read, as a timestamp.</summary>
internal sealed class KeySet(IEnumerable<SigningKey> keys, long readAt)
{
    private const int MaxKeys = 100;

    private readonly FrozenDictionary<string, SigningKey> _keys = keys.DistinctBy(key => key.Kid).ToFrozenDictionary(key => key.Kid, StringComparer.Ordinal);

    public int Count => _keys.Count;

    public long ReadAt => readAt;

    public SigningKey? Find(string kid) => _keys.GetValueOrDefault(kid);

    /// <summary>Reads a JSON Web Key Set (RFC 7517). Keys that cannot verify our tokens are left out; keys known already stay the same objects.</summary>
    public static KeySet Read(JsonElement json, KeySet? known, long readAt)
    {
        var list = json.Member("keys"u8);
        var keys = list.ValueKind is JsonValueKind.Array ? list.EnumerateArray().Take(MaxKeys).Select(ReadKey).OfType<SigningKey>() : [];
        return new KeySet(keys.Select(key => known?.Find(key.Kid) is { } old && old.IsSameAs(key) ? old : key), readAt);
    }

    private static SigningKey? ReadKey(JsonElement json)
    {
        if (json.Text("kty"u8) is not "RSA"
            || (json.Has("use"u8) && json.Text("use"u8) is not "sig")
            || json.Text("kid"u8) is not { Length: > 0 } kid
            || StrictBase64Url.Decode(json.Text("n"u8)) is not { } modulus
            || StrictBase64Url.Decode(json.Text("e"u8)) is not { } exponent
            || !IsStrong(modulus, exponent))
        {
            return null;
        }

        var algorithm = json.Text("alg"u8);
        return (json.Has("alg"u8) && (algorithm is null || !SigningKey.IsAlgorithm(algorithm)))
            ? null
            : Make(kid, new RSAParameters { Modulus = modulus, Exponent = exponent }, algorithm, Endorsements(json));
    }

    private static SigningKey? Make(string kid, RSAParameters parameters, string? algorithm, IEnumerable<string> endorsements)
    {
        try
        {
            return new SigningKey(kid, parameters, algorithm, endorsements);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    // An exponent of 1 would make every text its own signature.
    private static bool IsStrong(byte[] modulus, byte[] exponent)
    {
        var n = new BigInteger(modulus, isUnsigned: true, isBigEndian: true);
        var e = new BigInteger(exponent, isUnsigned: true, isBigEndian: true);
        return n.GetBitLength() is >= 2048 and <= 8192 && !n.IsEven && e >= 3 && e <= uint.MaxValue && !e.IsEven;
    }

    private static IEnumerable<string> Endorsements(JsonElement json)
        => json.Member("endorsements"u8) is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.String).Select(item => item.GetString()!)
            : [];
}
