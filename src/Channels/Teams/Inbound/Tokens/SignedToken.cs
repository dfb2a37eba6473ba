using System.Text;
using System.Text.Json;
using ChatOpsBot.RagCore.Conversations.Wire;

namespace ChatOpsBot.Channels.Teams.Inbound.Tokens;

/// <summary>A token in three parts (RFC 7515) whose signature was not checked yet; its payload is not parsed before it is.</summary>
internal sealed class SignedToken
{
    private const int MaxKidLength = 256;

    private SignedToken(string algorithm, string kid, byte[] signedBytes, byte[] payload, byte[] signature)
        => (Algorithm, Kid, SignedBytes, Payload, Signature) = (algorithm, kid, signedBytes, payload, signature);

    public string Algorithm { get; }

    public string Kid { get; }

    public byte[] SignedBytes { get; }

    public byte[] Payload { get; }

    public byte[] Signature { get; }

    /// <summary>Takes a token apart; returns null when that was possible, else why not.</summary>
    public static string? Read(ReadOnlySpan<char> text, out SignedToken? token)
    {
        token = null;
        Span<Range> parts = stackalloc Range[4];
        if (text.Split(parts, '.') != 3
            || StrictBase64Url.Decode(text[parts[0]]) is not { } header
            || StrictBase64Url.Decode(text[parts[1]]) is not { } payload
            || StrictBase64Url.Decode(text[parts[2]]) is not { } signature
            || TokenJson.Read(header) is not { } members
            || !IsPlain(members))
        {
            return TeamsResults.MalformedToken;
        }

        if (members.Text("alg"u8) is not { } algorithm || !SigningKey.IsAlgorithm(algorithm))
        {
            return TeamsResults.WrongAlgorithm;
        }

        if (members.Text("kid"u8) is not { Length: > 0 and <= MaxKidLength } kid)
        {
            return TeamsResults.MalformedToken;
        }

        token = new SignedToken(algorithm, kid, Bytes(text[..parts[1].End]), payload, signature);
        return null;
    }

    private static byte[] Bytes(ReadOnlySpan<char> ascii)
    {
        var bytes = new byte[ascii.Length];
        Encoding.ASCII.GetBytes(ascii, bytes);
        return bytes;
    }

    // Members that change how the rest is read are refused whatever they say; jwk, jku, x5c and x5u are never looked at: keys come from the
    // metadata alone (RFC 8725, 3.10).
    private static bool IsPlain(JsonElement header)
        => !header.Has("crit"u8) && !header.Has("b64"u8) && !header.Has("enc"u8) && !header.Has("zip"u8)
            && (!header.Has("typ"u8) || header.Text("typ"u8) is "JWT");
}
