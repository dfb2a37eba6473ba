using System.Security.Cryptography;
using System.Text;

namespace ChatOpsBot.TestKit.Teams.Tokens;

public static partial class TokenForgeries
{
    private static IEnumerable<TokenForgery> Structures() =>
    [
        Token("one part", issuer => Parts(issuer)[0]),
        Token("two parts", issuer => string.Join('.', Parts(issuer)[..2])),
        Token("four parts", issuer => $"{issuer.Token()}.AAAA"),
        Token("a dot behind", issuer => $"{issuer.Token()}."),
        Token("a dot before", issuer => $".{issuer.Token()}"),
        Token("five parts, as JWE has", issuer => $"{TokenIssuer.Encode("""{"alg":"RSA-OAEP","enc":"A256GCM","kid":"bf-1"}""")}.AAAA.AAAA.AAAA.AAAA"),
        Token("five parts around a genuine token", issuer => $"{issuer.Token()}.AAAA.AAAA"),
        Token("dots only", _ => ".."),
        Token("a thousand dots", _ => new string('.', 1_000)),
        Token("one dot", _ => "."),
        Token("an empty header", issuer => $".{Parts(issuer)[1]}.{Parts(issuer)[2]}"),
        Token("an empty payload", issuer => $"{Parts(issuer)[0]}..{Parts(issuer)[2]}"),
        Token("an empty payload that is signed", issuer => issuer.Sign(issuer.Header().ToJsonString(), "")),
        Token("an empty signature", issuer => $"{Parts(issuer)[0]}.{Parts(issuer)[1]}."),
        Token("a token in quotes", issuer => $"\"{issuer.Token()}\""),
        Token("a token as JSON", issuer => $$"""{"token":"{{issuer.Token()}}"}"""),
        Token("a token nested in a token", issuer => issuer.Sign(issuer.Header().ToJsonString(), issuer.Token())),
        Token("the header padded", issuer => Joined(issuer, 0, part => part + "==")),
        Token("the payload padded", issuer => Joined(issuer, 1, part => part + "=")),
        Token("the signature padded", issuer => Joined(issuer, 2, part => part + "==")),
        Token("the signature padded in percent", issuer => Joined(issuer, 2, part => part + "%3D%3D")),
        Token("a blank behind", issuer => issuer.Token() + " "),
        Token("a tab in the signature", issuer => Joined(issuer, 2, part => part.Insert(10, "\t"))),
        Token("a blank in the header", issuer => Joined(issuer, 0, part => part.Insert(4, " "))),
        Token("a blank in the payload", issuer => Joined(issuer, 1, part => part.Insert(4, " "))),
        Token("a line break in the payload", issuer => Joined(issuer, 1, part => part.Insert(4, "\n"))),
        Token("a line break behind", issuer => issuer.Token() + "\r\n"),
        Token("a header smuggled behind", issuer => issuer.Token() + "\r\nX-Admin: 1"),
        Token("a NUL behind", issuer => issuer.Token() + "\0"),
        Token("a zero-width space inside", issuer => Joined(issuer, 1, part => part.Insert(4, "\u200b"))),
        Token("a byte order mark before", issuer => "\uFEFF" + issuer.Token()),
        Token("fullwidth letters", issuer => Joined(issuer, 0, part => "\uFF45" + part[1..])),
        Token("a Kelvin sign", issuer => Joined(issuer, 2, part => "\u212A" + part[1..])),
        Token("half a surrogate", issuer => Joined(issuer, 2, part => part + "\ud800")),
        Token("characters of plain base64", issuer => Joined(issuer, 2, part => part.Length > 2 ? "+/" + part[2..] : part)),
        Token("percent encoded dots", issuer => issuer.Token().Replace(".", "%2E", StringComparison.Ordinal)),
        Token("the signature's unused bits set", issuer => Joined(issuer, 2, Respelled)),
        Token("the signature one character longer than base64 has", issuer => Joined(issuer, 2, part => part + "AAA")),
        Token("a token of 16 KB", issuer => issuer.Token(claims => claims["padding"] = new string('x', 16 << 10))),
        Token("a token of 1 MB", issuer => issuer.Token(claims => claims["padding"] = new string('x', 1 << 20))),
        Token("a megabyte of A", _ => new string('A', 1 << 20)),
        RawPayload("payload a list", _ => "[]"),
        RawPayload("payload null", _ => "null"),
        RawPayload("payload a text", _ => "\"admin\""),
        RawPayload("payload an empty object", _ => "{}"),
        RawPayload("payload cut off", json => json[..^1]),
        RawPayload("payload with a comma at the end", json => json[..^1] + ",}"),
        RawPayload("payload with a comment", json => json + "//"),
        RawPayload("payload with something behind it", json => json + "{}"),
        RawPayload("payload with a byte order mark", json => '\uFEFF' + json),
        RawPayload("payload nested too deep", json => Appended(json, $"\"x\":{Deep(1_000)}")),
        RawPayload("payload that only opens lists", _ => new string('[', 10_000)),
        RawPayload("payload with half a surrogate for a name", json => Prepended(json, "\"\\udc00\":1")),
        RawPayload("payload with members doubled deep inside", json => Appended(json, "\"x\":{\"y\":1,\"y\":2}")),
        Token("payload in Latin 1", issuer => OfBytes(issuer, Encoding.Latin1.GetBytes(Appended(issuer.Claims().ToJsonString(), "\"x\":\"\u00fc\"")))),
        Token("payload in UTF-16", issuer => OfBytes(issuer, Encoding.Unicode.GetBytes(issuer.Claims().ToJsonString()))),
    ];

    private static TokenForgery RawPayload(string name, Func<string, string> payload)
        => Token(name, issuer => issuer.Sign(issuer.Header().ToJsonString(), payload(issuer.Claims().ToJsonString())));

    private static string Joined(TokenIssuer issuer, int index, Func<string, string> change)
    {
        var parts = Parts(issuer);
        parts[index] = change(parts[index]);
        return string.Join('.', parts);
    }

    // 256 bytes leave four bits of the last character unused: another character says the same to a decoder that does not look.
    private static string Respelled(string part) => part[..^1] + (char)(part[^1] + 1);

    private static string OfBytes(TokenIssuer issuer, byte[] payload)
    {
        var signed = $"{TokenIssuer.Encode(issuer.Header().ToJsonString())}.{Encode(payload)}";
        return $"{signed}.{Encode(issuer.SignBytes(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }
}
