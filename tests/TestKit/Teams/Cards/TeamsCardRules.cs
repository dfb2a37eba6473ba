using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ChatOpsBot.TestKit.Teams.Cards;

/// <summary>Says why Teams would refuse a card, or show it otherwise than meant: the first thing wrong with its rule.</summary>
public static partial class TeamsCardRules
{
    private const int MaxActions = 6;
    private const int MaxRefreshed = 60;

    /// <summary>Returns what is wrong with a card, or null.</summary>
    public static string? Check(JsonNode? card)
    {
        if (card is not JsonObject root || (string?)root["type"] != "AdaptiveCard")
        {
            return "T-23: no card";
        }

        return (string?)root["version"] != "1.5" ? "T-23: version"
            : Objects(root, "").Select(found => Problem(found.Node, found.Path)).FirstOrDefault(problem => problem is not null) ?? Refresh(root) ?? Ids(root);
    }

    /// <summary>Returns every typed object with its place.</summary>
    internal static IEnumerable<(JsonObject Node, string Path)> Objects(JsonNode? node, string path) => node switch
    {
        JsonArray items => items.SelectMany((item, n) => Objects(item, $"{path}/{n}")),
        JsonObject parts => parts.Where(part => part.Key is not "data" and not "msteams").SelectMany(part => Objects(part.Value, $"{path}/{part.Key}")).Prepend((parts, path)),
        _ => [],
    };

    private static string? Problem(JsonObject node, string path)
    {
        if (path.EndsWith("/refresh", StringComparison.Ordinal) || path.Contains("/choices/", StringComparison.Ordinal))
        {
            return null;
        }

        if (node["type"] is not JsonValue typed || !typed.TryGetValue<string>(out var type) || !TeamsCardSchema.Allowed.TryGetValue(type, out var allowed))
        {
            return $"T-23: {path}: {node["type"]?.ToJsonString()} is no type of ours";
        }

        var unknown = node.Select(part => part.Key).FirstOrDefault(key => !allowed.Contains(key, StringComparer.Ordinal));
        var missing = TeamsCardSchema.Required.GetValueOrDefault(type, []).FirstOrDefault(key => !node.ContainsKey(key));
        var strange = node.FirstOrDefault(part => TeamsCardSchema.Values.TryGetValue(part.Key, out var values) && !values.Contains((string?)part.Value, StringComparer.Ordinal)).Key;
        return unknown is not null ? $"T-23: {path}: {type} has no {unknown}"
            : missing is not null ? $"T-23: {path}: {type} without {missing}"
            : strange is not null ? $"T-23: {path}: {strange} {node[strange]}"
            : Own(node, type) is { } own ? $"{own} at {path}"
            : null;
    }

    private static string? Own(JsonObject node, string type) => type switch
    {
        "TextRun" when ((string)node["text"]!).Length == 0 => "T-23: empty text",
        "TextRun" when Function().IsMatch((string)node["text"]!) => "L-03: a date function comes to life",
        "RichTextBlock" or "Container" or "ActionSet" or "Column" when (node["inlines"] ?? node["items"] ?? node["actions"]) is not JsonArray { Count: > 0 } => $"T-23: empty {type}",
        "ActionSet" or "AdaptiveCard" when node["actions"] is JsonArray { Count: > MaxActions } => "T-23: too many actions",
        "Action.OpenUrl" when !(Uri.TryCreate((string?)node["url"], UriKind.Absolute, out var url) && url.Scheme is "https" or "http" && url.UserInfo.Length == 0) => "L-03: no web page",
        "Action.Execute" when (string?)node["title"] is not { Length: > 0 } || (node["data"] as JsonObject)?["turn"] is null => "T-24: no title or turn",
        "Action.Submit" when (string?)node["title"] is not { Length: > 0 } || node["data"] is not JsonObject data || (data["turn"] ?? data["dialog"]) is null
            => "T-28: no title, or nothing that says what it belongs to",
        "TextBlock" when ((string?)node["text"])?.Split(", ").All(tag => tag.StartsWith("<at>", StringComparison.Ordinal) && tag.LastIndexOf('<') == tag.Length - "</at>".Length) is not true
            => "T-23: a text block that holds more than mentions",
        "Input.Text" or "Input.ChoiceSet" when (string?)node["label"] is not { Length: > 0 } => "T-23: an input without a label",
        _ => null,
    };

    private static string? Refresh(JsonObject card)
        => card["refresh"] is not { } refresh ? null
            : (string?)refresh["action"]?["type"] != "Action.Execute" ? "T-24: refresh without action"
            : refresh["userIds"] is not JsonArray { Count: > 0 and <= MaxRefreshed } ? "T-24: refresh for too many"
            : null;

    private static string? Ids(JsonObject card)
    {
        var ids = Objects(card, "").Select(found => (string?)found.Node["id"]).OfType<string>().ToList();
        var targets = Objects(card, "").SelectMany(found => found.Node["targetElements"] as JsonArray ?? []).Select(target => (string?)target);
        return ids.Count != ids.Distinct(StringComparer.Ordinal).Count() ? "T-23: an id is used twice"
            : targets.Any(target => !ids.Contains(target!, StringComparer.Ordinal)) ? "T-23: a toggle without its element"
            : null;
    }

    [GeneratedRegex(@"\{\{(DATE|TIME)\(", RegexOptions.IgnoreCase)]
    private static partial Regex Function();
}
