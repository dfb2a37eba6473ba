using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;

namespace ChatOpsBot.TestKit.Teams.Tokens;

// All tokens here are signed by the genuine key, unless said otherwise: only what they claim is wrong.
public static partial class TokenForgeries
{
    private static readonly string[] UnusableTimes =
    [
        "null", "true", "\"\"", "\"4102444800\"", "\"never\"", "[4102444800]", "{}", "4102444800.5", "4.1024448e9", "1e400", "-1e400", "9223372036854775807",
        "9223372036854775808", "18446744073709551616", "99999999999999999999999999999999999999", "253402300800", "4102444800000",
        "-1", "-9223372036854775808", "-9223372036854775809",
    ];

    private static readonly string[] WrongIssuers =
    [
        "https://api.botframework.com/", "https://API.botframework.com", "https://api.botframework.com ", " https://api.botframework.com", "http://api.botframework.com",
        "api.botframework.com", "https://api.botframework.com\0", "https://api.botframework.com.evil.example", "https://api.botframework.com@evil.example",
        "https://api.botframework.us", "https://api.botframework.azure.cn", "https://evil.example", "", "*",
        "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/", "https://login.microsoftonline.com/d6d49420-f39b-4df7-a1dc-d59a935871db/v2.0",
        "https://sts.windows.net/f8cdef31-a31e-4b4a-93e4-5f571e91255a/", "https://login.microsoftonline.com/f8cdef31-a31e-4b4a-93e4-5f571e91255a/v2.0",
        "https://sts.windows.net/72f988bf-86f1-41af-91ab-2d7cd011db47/",
    ];

    private static readonly string[] WrongAudiences =
    [
        "00000000-0000-0000-0000-000000000000", "2c1c7fa3-0b1d-4a3e-9a51-6d2f5d0c4e12", "", " ", "*", "https://api.botframework.com", "null",
        TokenIssuer.AppId + " ", " " + TokenIssuer.AppId, TokenIssuer.AppId + "/", "{" + TokenIssuer.AppId + "}", "api://" + TokenIssuer.AppId, "28:" + TokenIssuer.AppId,
        TokenIssuer.AppId + ",00000000-0000-0000-0000-000000000000", TokenIssuer.AppId + "\0",
    ];

    private static IEnumerable<TokenForgery> Times() =>
    [
        Shifted("expired 5:01 ago", "exp", -301),
        Shifted("expired an hour ago", "exp", -3_600),
        Shifted("expired ten years ago", "exp", -315_360_000),
        Shifted("valid in 5:01", "nbf", 301),
        Shifted("valid tomorrow", "nbf", 86_400),
        WithRawClaim("exp 0", "exp", "0"),
        WithClaims("no exp", claims => claims.Remove("exp")),
        WithClaims("EXP in capitals only", claims => Rename(claims, "exp", "EXP")),
        WithClaims("valid from after it ends", claims => (claims["nbf"], claims["exp"]) = ((long)claims["exp"]! - 3_500, (long)claims["exp"]! - 3_700)),
        .. UnusableTimes.Except(["4102444800000"]).Select(json => WithRawClaim($"exp {json}", "exp", json)),
        WithRawClaim("exp in milliseconds", "exp", "4102444800000"),
        .. UnusableTimes.Select(json => WithRawClaim($"nbf {json}", "nbf", json)),
    ];

    private static IEnumerable<TokenForgery> Claims() =>
    [
        .. WrongIssuers.Select(issuer => WithClaims($"iss '{issuer}'", claims => claims["iss"] = issuer)),
        WithClaims("no iss", claims => claims.Remove("iss")),
        WithClaims("iss null", claims => claims["iss"] = null),
        WithClaims("iss a list", claims => claims["iss"] = new JsonArray(TokenIssuer.Issuer)),
        WithClaims("iss a number", claims => claims["iss"] = 1),
        WithClaims("an emulator's token", Emulator),
        WithClaims("another bot's token (skill)", claims => (claims["iss"], claims["appid"], claims["ver"]) = (WrongIssuers[^2], "0f0f0f0f-0b1d-4a3e-9a51-6d2f5d0c4e11", "2.0")),
        .. WrongAudiences.Select(audience => WithClaims($"aud '{audience}'", claims => claims["aud"] = audience)),
        WithClaims("no aud", claims => claims.Remove("aud")),
        WithClaims("no aud, but appid", claims => Rename(claims, "aud", "appid")),
        WithClaims("aud null", claims => claims["aud"] = null),
        WithClaims("aud a number", claims => claims["aud"] = 0),
        WithClaims("aud an empty list", claims => claims["aud"] = new JsonArray()),
        WithClaims("aud a list of the bot alone", claims => claims["aud"] = new JsonArray(TokenIssuer.AppId)),
        WithClaims("aud a list with others", claims => claims["aud"] = new JsonArray(TokenIssuer.AppId, "https://evil.example")),
        WithClaims("aud a list with others first", claims => claims["aud"] = new JsonArray("https://evil.example", TokenIssuer.AppId)),
        WithClaims("aud an object", claims => claims["aud"] = new JsonObject { [TokenIssuer.AppId] = true }),
        WithClaims("no serviceurl", claims => claims.Remove("serviceurl")),
        WithClaims("serviceUrl in other letters", claims => Rename(claims, "serviceurl", "serviceUrl")),
        WithClaims("serviceurl null", claims => claims["serviceurl"] = null),
        WithClaims("serviceurl empty", claims => claims["serviceurl"] = ""),
        WithClaims("serviceurl a list", claims => claims["serviceurl"] = new JsonArray(TokenIssuer.ServiceUrl)),
        WithClaims("serviceurl a number", claims => claims["serviceurl"] = 443),
        .. DoubledClaim("iss", "\"https://evil.example\""),
        .. DoubledClaim("iss", $"\"{TokenIssuer.Issuer}\""),
        .. DoubledClaim("aud", "\"0f0f0f0f-0b1d-4a3e-9a51-6d2f5d0c4e11\""),
        .. DoubledClaim("exp", "4102444800"),
        .. DoubledClaim("nbf", "0"),
        .. DoubledClaim("serviceurl", "\"https://evil.example/\""),
        .. DoubledClaim("service\\u0075rl", "\"https://evil.example/\""),
    ];

    private static IEnumerable<TokenForgery> Schemes() =>
    [
        Value("no header", _ => StringValues.Empty),
        Value("an empty Authorization header", _ => ""),
        Value("blanks", _ => "   "),
        Value("Bearer alone", _ => "Bearer"),
        Value("Bearer and a blank", _ => "Bearer "),
        Value("Bearer null", _ => "Bearer null"),
        Value("Bearer undefined", _ => "Bearer undefined"),
        Value("no scheme", issuer => issuer.Token()),
        Value("Basic with a token", issuer => $"Basic {issuer.Token()}"),
        Value("Basic with a password", _ => "Basic YWRtaW46YWRtaW4="),
        Value("Digest", issuer => $"Digest {issuer.Token()}"),
        Value("DPoP", issuer => $"DPoP {issuer.Token()}"),
        Value("Negotiate", issuer => $"Negotiate {issuer.Token()}"),
        Value("Bearer with a colon", issuer => $"Bearer: {issuer.Token()}"),
        Value("Bearer with an equals sign", issuer => $"Bearer={issuer.Token()}"),
        Value("Bearer with a tab", issuer => $"Bearer\t{issuer.Token()}"),
        Value("Bearer with two blanks", issuer => $"Bearer  {issuer.Token()}"),
        Value("Bearer without a blank", issuer => $"Bearer{issuer.Token()}"),
        Value("Bearer twice", issuer => $"Bearer Bearer {issuer.Token()}"),
        Value("two tokens in one value", issuer => $"Bearer {issuer.Token()}, Bearer {issuer.Token()}"),
        Value("two tokens with a blank", issuer => $"Bearer {issuer.Token()} {issuer.Token()}"),
        Value("the genuine header twice", issuer => new StringValues([issuer.Bearer(), issuer.Bearer()])),
        Value("a genuine header behind a forged one", issuer => new StringValues(["Bearer x.y.z", issuer.Bearer()])),
        Value("a genuine header before Basic", issuer => new StringValues([issuer.Bearer(), "Basic YWRtaW46YWRtaW4="])),
        Value("another letter that looks like B", issuer => $"\u0412earer {issuer.Token()}"),
        Value("a blank before Bearer", issuer => $" Bearer {issuer.Token()}"),
    ];

    private static TokenForgery Shifted(string name, string claim, long seconds) => Token(name, issuer => issuer.Token(claims =>
    {
        claims["nbf"] = issuer.Now.AddYears(-20).ToUnixTimeSeconds();
        claims[claim] = issuer.Now.ToUnixTimeSeconds() + seconds;
    }));

    private static IEnumerable<TokenForgery> DoubledClaim(string claim, string json) =>
    [
        RawPayload($"payload with {claim}:{json} before", payload => Prepended(payload, $"\"{claim}\":{json}")),
        RawPayload($"payload with {claim}:{json} behind", payload => Appended(payload, $"\"{claim}\":{json}")),
    ];

    private static void Emulator(JsonObject claims)
    {
        claims["iss"] = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/";
        claims["appid"] = TokenIssuer.AppId;
        claims["ver"] = "1.0";
        claims.Remove("serviceurl");
    }
}
