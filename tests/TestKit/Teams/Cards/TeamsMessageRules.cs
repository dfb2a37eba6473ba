using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ChatOpsBot.TestKit.Teams.Cards;

/// <summary>Says why Teams would refuse a message, or show it otherwise than meant: the first thing wrong with its rule.</summary>
public static partial class TeamsMessageRules
{
    private const int MaxBytes = 100 * 1024;
    private const int MaxCitations = 20;

    private static readonly JsonSerializerOptions Dense = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] Allowed = ["type", "summary", "text", "textFormat", "attachments", "entities", "channelData"];

    /// <summary>Returns what is wrong with the body of a message, or null.</summary>
    public static string? Check(JsonObject message)
    {
        var cards = (message["attachments"] as JsonArray ?? []).Select(attachment => attachment?["content"]).ToList();
        return message.Select(part => part.Key).FirstOrDefault(key => !Allowed.Contains(key, StringComparer.Ordinal)) is { } unknown ? $"unknown {unknown}"
            : (string?)message["type"] != "message" ? "no message"
            : SizeOf(message) > MaxBytes ? $"T-20: {SizeOf(message)} bytes"
            : message.ContainsKey("text") == cards.Count > 0 ? "T-21: text and card"
            : cards.Count > 0 && (string?)message["summary"] is not { Length: > 0 } ? "no summary for notifications"
            : cards.Select(TeamsCardRules.Check).FirstOrDefault(problem => problem is not null) ?? Entities(message) ?? Feedback(message["channelData"]);
    }

    /// <summary>Returns the size of a message as Teams counts it: its JSON as UTF-16 (T-20).</summary>
    public static int SizeOf(JsonObject message) => message.ToJsonString(Dense).Length * sizeof(char);

    /// <summary>Returns the numbers in square brackets, which Teams takes for citations.</summary>
    public static IReadOnlySet<int> Markers(string text) => Marker().Matches(text).Select(match => int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)).ToHashSet();

    private static string? Entities(JsonObject message)
    {
        var roots = (message["entities"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        if (roots.Count == 0)
        {
            return null;
        }

        if (roots is not [var root] || (string?)root["type"] != "https://schema.org/Message" || (string?)root["@type"] != "Message"
            || (string?)root["@context"] != "https://schema.org" || (string?)root["@id"] != string.Empty)
        {
            return "T-25: not exactly one root message entity";
        }

        var claims = (root["citation"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        return claims.Count > MaxCitations ? "T-26: too many citations"
            : claims.Select(claim => Claim(claim, root["usageInfo"])).FirstOrDefault(problem => problem is not null) ?? Positions(claims, (string?)message["text"] ?? string.Empty);
    }

    private static string? Positions(List<JsonObject> claims, string text)
    {
        var positions = claims.Select(claim => (int)claim["position"]!).ToList();
        return positions.Count != positions.Distinct().Count() ? "T-26: a position is used twice"
            : claims.Count > 0 && !Markers(text).SetEquals(positions) ? "T-26: positions and numbers differ"
            : null;
    }

    private static string? Claim(JsonObject claim, JsonNode? label)
    {
        var appearance = claim["appearance"];
        return (string?)claim["@type"] != "Claim" || (string?)appearance?["@type"] != "DigitalDocument" ? "T-26: shape of a citation"
            : (string?)appearance["name"] is not { Length: > 0 and <= 80 } ? "T-26: name"
            : (string?)appearance["abstract"] is not { Length: > 0 and <= 160 } ? "T-26: abstract"
            : appearance["url"] is { } url && new Uri((string)url!) is not { Scheme: "https" or "http", UserInfo: "" } ? "L-03: no web page"
            : !JsonNode.DeepEquals(appearance["usageInfo"], label) ? "T-27: a source's label is not the message's"
            : (appearance["keywords"] as JsonArray ?? []) is { Count: > 3 } ? "T-26: keywords"
            : (appearance["keywords"] as JsonArray ?? []).Any(keyword => (string?)keyword is not { Length: > 0 and <= 28 }) ? "T-26: keyword"
            : null;
    }

    private static string? Feedback(JsonNode? channelData)
        => channelData is null ? null
            : channelData["feedbackLoopEnabled"] is not null ? "T-28: both ways of asking for feedback"
            : (string?)channelData["feedbackLoop"]?["type"] is not ("default" or "custom") ? "T-28: type of feedback"
            : null;

    [GeneratedRegex(@"\[(\d+)\]", RegexOptions.CultureInvariant)]
    private static partial Regex Marker();
}
