using System.Buffers.Text;

namespace ChatOpsBot.TestKit.Teams.Tokens;

public static partial class TokenForgeries
{
    private static IEnumerable<TokenForgery> Signatures() =>
    [
        Resigned("signature with its first bit flipped", bytes => Flipped(bytes, 0)),
        Resigned("signature with a middle bit flipped", bytes => Flipped(bytes, bytes.Length / 2)),
        Resigned("signature with its last bit flipped", bytes => Flipped(bytes, bytes.Length - 1)),
        Resigned("signature of one byte less", bytes => bytes[..^1]),
        Resigned("signature of one byte more", bytes => [.. bytes, 0]),
        Resigned("signature with a zero before it", bytes => [0, .. bytes]),
        Resigned("signature of half its length", bytes => bytes[..(bytes.Length / 2)]),
        Resigned("signature doubled", bytes => [.. bytes, .. bytes]),
        Resigned("signature of one byte", bytes => bytes[..1]),
        Resigned("signature of zeros", bytes => new byte[bytes.Length]),
        Resigned("signature of ones", bytes => [.. Enumerable.Repeat((byte)255, bytes.Length)]),
        Resigned("signature that is the number one", bytes => [.. new byte[bytes.Length - 1], 1]),
        Resigned("signature backwards", bytes => [.. bytes.Reverse()]),
        Token("signature that is the modulus", issuer => Joined(issuer, 2, _ => Encode(issuer.Keys[0].Modulus))),
        Token("signature of a foreign key", issuer => Joined(issuer, 2, _ => issuer.Token(key: Foreign).Split('.')[2])),
        Token("signature of another token", issuer => Joined(issuer, 2, _ => issuer.Token(claims => claims["x"] = 1).Split('.')[2])),
        Token("payload of another token", issuer => Joined(issuer, 1, _ => issuer.Token(claims => claims["serviceurl"] = "https://evil.example/").Split('.')[1])),
        Token("header of another token", issuer => Joined(issuer, 0, _ => issuer.Token(header: header => header["x"] = 1).Split('.')[0])),
        Token("header and payload exchanged", issuer => $"{Parts(issuer)[1]}.{Parts(issuer)[0]}.{Parts(issuer)[2]}"),
        Token("payload with a bit flipped", issuer => Joined(issuer, 1, part => Encode(Flipped(Base64Url.DecodeFromChars(part), 20)))),
        Token("payload signed alone", issuer => Joined(issuer, 2, _ => issuer.Sign("", issuer.Claims().ToJsonString()).Split('.')[2])),
        Token("signature in hexadecimal", issuer => Joined(issuer, 2, part => Convert.ToHexString(Base64Url.DecodeFromChars(part)))),
        Token("time moved on under an old signature", issuer => Joined(issuer, 1, _ => Prolonged(issuer))),
    ];

    private static TokenForgery Resigned(string name, Func<byte[], byte[]> change)
        => Token(name, issuer => Joined(issuer, 2, part => Encode(change(Base64Url.DecodeFromChars(part)))));

    private static string Prolonged(TokenIssuer issuer)
        => TokenIssuer.Encode(issuer.Claims().ToJsonString().Replace("\"exp\":1", "\"exp\":2", StringComparison.Ordinal));

    private static byte[] Flipped(byte[] bytes, int index)
    {
        bytes[index] ^= 1;
        return bytes;
    }
}
