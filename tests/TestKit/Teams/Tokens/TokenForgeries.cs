using System.Buffers.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;

namespace ChatOpsBot.TestKit.Teams.Tokens;

/// <summary>Every known way to forge, bend or replay a token of the Bot Framework. All of them must be refused, by whatever checks tokens.</summary>
public static partial class TokenForgeries
{
    // Late, since the fields of the other parts of this class are set in no promised order.
    private static readonly Lazy<IReadOnlyList<TokenForgery>> Made = new(
        () => [.. Algorithms(), .. Keys(), .. Headers(), .. Structures(), .. Signatures(), .. Times(), .. Claims(), .. Schemes()]);

    public static IReadOnlyList<TokenForgery> All => Made.Value;

    // The attacker's key is never announced.
    private static IssuerKey Foreign => new("evil-1", 666);

    private static TokenForgery Token(string name, Func<TokenIssuer, string> token) => new(name, issuer => $"Bearer {token(issuer)}");

    private static TokenForgery Value(string name, Func<TokenIssuer, StringValues> authorization) => new(name, authorization);

    /// <summary>A token signed by the genuine key whose header was changed.</summary>
    private static TokenForgery WithHeader(string name, Action<JsonObject> header) => Token(name, issuer => issuer.Token(header: header));

    /// <summary>A token signed by the genuine key whose claims were changed.</summary>
    private static TokenForgery WithClaims(string name, Action<JsonObject> claims) => Token(name, issuer => issuer.Token(claims));

    /// <summary>A token signed by the genuine key with a claim as a piece of JSON, which may be no valid number.</summary>
    private static TokenForgery WithRawClaim(string name, string claim, string json) => Token(name, issuer =>
    {
        var claims = issuer.Claims();
        claims.Remove(claim);
        return issuer.Sign(issuer.Header().ToJsonString(), Appended(claims.ToJsonString(), $"\"{claim}\":{json}"));
    });

    private static string Prepended(string json, string member) => $"{{{member},{json[1..]}";

    private static string Appended(string json, string member) => $"{json[..^1]},{member}}}";

    private static string[] Parts(TokenIssuer issuer) => issuer.Token().Split('.');

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
