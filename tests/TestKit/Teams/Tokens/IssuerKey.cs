using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Teams.Tokens;

/// <summary>A key pair of a token issuer. Keys are made once in a process, because making them is slow.</summary>
public sealed class IssuerKey
{
    private static readonly ConcurrentDictionary<(int Number, int Bits), Lazy<RSA>> Made = new();

    private readonly Lock _gate = new();
    private readonly RSA _rsa;

    public IssuerKey(string kid, int number, int bits = 2048)
    {
        Kid = kid;
        _rsa = Made.GetOrAdd((number, bits), static id => new Lazy<RSA>(() => RSA.Create(id.Bits))).Value;
    }

    public string Kid { get; }

    /// <summary>Gets the channels the key may sign for.</summary>
    public IList<string> Endorsements { get; } = ["msteams", "webchat"];

    public byte[] Modulus => _rsa.ExportParameters(false).Modulus!;

    public string PublicPem => _rsa.ExportSubjectPublicKeyInfoPem();

    public string PublicPkcs1Pem => _rsa.ExportRSAPublicKeyPem();

    public byte[] PublicDer => _rsa.ExportSubjectPublicKeyInfo();

    public byte[] Sign(byte[] data, HashAlgorithmName hash, RSASignaturePadding padding)
    {
        lock (_gate)
        {
            return _rsa.SignData(data, hash, padding);
        }
    }

    /// <summary>Returns the public key as the Bot Framework announces it.</summary>
    public JsonObject Jwk()
    {
        var parameters = _rsa.ExportParameters(false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = Kid,
            ["x5t"] = Kid,
            ["n"] = Base64Url.EncodeToString(parameters.Modulus),
            ["e"] = Base64Url.EncodeToString(parameters.Exponent),
            ["endorsements"] = new JsonArray([.. Endorsements.Select(channel => JsonValue.Create(channel))]),
        };
    }
}
