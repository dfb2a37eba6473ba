using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Teams.Tokens;

public static partial class TokenForgeries
{
    private static readonly string[] None = ["none", "None", "NONE", "nOnE", "noNe", "none ", " none", "none\0", "nonе", "null", "", "n\u00f6ne"];

    private static readonly string[] OtherNames =
    [
        "rs256", "Rs256", "RS256 ", " RS256", "RS256\0", "RS1", "RS255", "RSA", "RSA-OAEP", "RSA1_5", "dir", "EdDSA", "HS1", "SHA256", "RS256,none", "A128KW",
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    ];

    private static IEnumerable<TokenForgery> Algorithms() =>
    [
        .. None.Select(alg => Token($"alg '{alg}' without a signature", issuer => Unsigned(issuer, alg) + ".")),
        .. None.Take(5).Select(alg => Token($"alg '{alg}' with the genuine signature", issuer => $"{Unsigned(issuer, alg)}.{Parts(issuer)[2]}")),
        .. None.Take(5).Select(alg => WithHeader($"alg '{alg}' signed by the genuine key", header => header["alg"] = alg)),
        .. OtherNames.Select(alg => WithHeader($"alg '{alg}' signed by the genuine key", header => header["alg"] = alg)),
        WithHeader("no alg", header => header.Remove("alg")),
        WithHeader("alg null", header => header["alg"] = null),
        WithHeader("alg a number", header => header["alg"] = 256),
        WithHeader("alg a list", header => header["alg"] = new JsonArray("RS256")),
        WithHeader("alg an object", header => header["alg"] = new JsonObject { ["RS256"] = true }),
        WithHeader("alg true", header => header["alg"] = true),
        WithHeader("ALG in capitals only", header => Rename(header, "alg", "ALG")),
        .. Confusions(),
        Token("ES256 with a key of its own", EllipticToken),
        .. new[] { "ES256", "ES384", "ES512", "ES256K" }.Select(alg => WithHeader($"{alg} in name only", header => header["alg"] = alg)),
        .. new[] { "PS256", "PS384", "PS512" }.Select(alg => Token($"{alg} by the genuine key", issuer => Pss(issuer, alg))),
        Token("RS256 that is PSS inside", issuer => Pss(issuer, "RS256")),
        Token("RS384 signed with SHA-256", issuer => Renamed(issuer, "RS384")),
        Token("RS512 signed with SHA-256", issuer => Renamed(issuer, "RS512")),
    ];

    // The public key of RS256 taken for the secret of HS256, in every form it is written in.
    private static IEnumerable<TokenForgery> Confusions()
    {
        (string Name, Func<IssuerKey, byte[]> Secret)[] secrets =
        [
            ("the public PEM", key => Encoding.ASCII.GetBytes(key.PublicPem)),
            ("the public PEM with a line end", key => Encoding.ASCII.GetBytes(key.PublicPem + "\n")),
            ("the PKCS 1 PEM", key => Encoding.ASCII.GetBytes(key.PublicPkcs1Pem)),
            ("the public DER", key => key.PublicDer),
            ("the modulus", key => key.Modulus),
            ("the key as JSON", key => Encoding.UTF8.GetBytes(key.Jwk().ToJsonString())),
            ("its id", key => Encoding.UTF8.GetBytes(key.Kid)),
            ("nothing", _ => []),
        ];
        return secrets.SelectMany(secret => new[] { "HS256", "HS384", "HS512" }.Select(
            alg => Token($"{alg} keyed with {secret.Name}", issuer => Hmac(issuer, alg, secret.Secret(issuer.Keys[0])))));
    }

    private static string Unsigned(TokenIssuer issuer, string alg)
    {
        var header = issuer.Header();
        header["alg"] = alg;
        return $"{TokenIssuer.Encode(header.ToJsonString())}.{TokenIssuer.Encode(issuer.Claims().ToJsonString())}";
    }

    private static string Hmac(TokenIssuer issuer, string alg, byte[] secret)
    {
        var signed = Unsigned(issuer, alg);
        var bytes = Encoding.ASCII.GetBytes(signed);
        var mac = alg switch
        {
            "HS256" => HMACSHA256.HashData(secret, bytes),
            "HS384" => HMACSHA384.HashData(secret, bytes),
            _ => HMACSHA512.HashData(secret, bytes),
        };
        return $"{signed}.{Encode(mac)}";
    }

    private static string EllipticToken(TokenIssuer issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signed = Unsigned(issuer, "ES256");
        return $"{signed}.{Encode(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    private static string Pss(TokenIssuer issuer, string alg)
    {
        var signed = Unsigned(issuer, alg);
        var hash = alg switch { "PS384" => HashAlgorithmName.SHA384, "PS512" => HashAlgorithmName.SHA512, _ => HashAlgorithmName.SHA256 };
        return $"{signed}.{Encode(issuer.SignBytes(signed, hash, RSASignaturePadding.Pss))}";
    }

    private static string Renamed(TokenIssuer issuer, string alg)
    {
        var signed = Unsigned(issuer, alg);
        return $"{signed}.{Encode(issuer.SignBytes(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static void Rename(JsonObject json, string from, string to)
    {
        json[to] = json[from]?.DeepClone();
        json.Remove(from);
    }
}
