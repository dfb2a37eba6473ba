using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Teams.Tokens;

public static partial class TokenForgeries
{
    // All of these are signed by the genuine key, so that nothing but the reading of the header can refuse them.
    private static IEnumerable<TokenForgery> Headers() =>
    [
        WithHeader("crit empty", header => header["crit"] = new JsonArray()),
        WithHeader("crit unknown", header => header["crit"] = new JsonArray("evil")),
        WithHeader("crit exp", header => header["crit"] = new JsonArray("exp")),
        WithHeader("crit alg", header => header["crit"] = new JsonArray("alg")),
        WithHeader("crit null", header => header["crit"] = null),
        WithHeader("b64 false and critical", header => (header["crit"], header["b64"]) = (new JsonArray("b64"), false)),
        WithHeader("b64 false", header => header["b64"] = false),
        WithHeader("b64 true", header => header["b64"] = true),
        WithHeader("zip", header => header["zip"] = "DEF"),
        WithHeader("enc", header => header["enc"] = "A128CBC-HS256"),
        WithHeader("typ JWE", header => header["typ"] = "JWE"),
        WithHeader("typ at+jwt", header => header["typ"] = "at+jwt"),
        WithHeader("typ logout+jwt", header => header["typ"] = "logout+jwt"),
        WithHeader("typ empty", header => header["typ"] = ""),
        WithHeader("typ null", header => header["typ"] = null),
        WithHeader("typ a number", header => header["typ"] = 1),
        .. Doubled("alg", "\"none\""),
        .. Doubled("alg", "\"RS256\""),
        .. Doubled("alg", "\"HS256\""),
        .. Doubled("kid", "\"evil-1\""),
        .. Doubled("typ", "\"JWT\""),
        .. Doubled("\\u0061lg", "\"none\""),
        .. Doubled("k\\u0069d", "\"bf-1\""),
        RawHeader("header a list", _ => "[]"),
        RawHeader("header a text", _ => "\"RS256\""),
        RawHeader("header null", _ => "null"),
        RawHeader("header a number", _ => "256"),
        RawHeader("header an empty object", _ => "{}"),
        RawHeader("header not JSON", _ => "alg=RS256"),
        RawHeader("header cut off", json => json[..^1]),
        RawHeader("header with a comma at the end", json => json[..^1] + ",}"),
        RawHeader("header with a comment", json => "/**/" + json),
        RawHeader("header with a comment inside", json => "{/**/" + json[1..]),
        RawHeader("header with something behind it", json => json + "{}"),
        RawHeader("header with a byte order mark", json => '\uFEFF' + json),
        RawHeader("header with a NUL behind it", json => json + '\0'),
        RawHeader("header in single quotes", json => json.Replace('"', '\'')),
        RawHeader("header in a list", json => $"[{json}]"),
        RawHeader("header nested too deep", json => Appended(json, $"\"x\":{Deep(1_000)}")),
        RawHeader("header that only opens lists", _ => new string('[', 10_000)),
        RawHeader("header with half a surrogate for a name", json => Prepended(json, "\"\\ud800\":1")),
        RawHeader("header with a number nobody can hold", json => Appended(json, "\"crit\":1e999999")),
    ];

    private static TokenForgery RawHeader(string name, Func<string, string> header)
        => Token(name, issuer => issuer.Sign(header(issuer.Header().ToJsonString()), issuer.Claims().ToJsonString()));

    private static IEnumerable<TokenForgery> Doubled(string member, string json) =>
    [
        RawHeader($"header with {member}:{json} before", header => Prepended(header, $"\"{member}\":{json}")),
        RawHeader($"header with {member}:{json} behind", header => Appended(header, $"\"{member}\":{json}")),
    ];

    private static string Deep(int levels) => new string('[', levels) + new string(']', levels);
}
