using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Teams.Cards;

/// <summary>Reads cards as a person does.</summary>
public static class TeamsSight
{
    /// <summary>Returns every text of a card in order, hidden ones too, a line for each block, label, choice and button.</summary>
    public static string Of(JsonNode? node) => string.Join('\n', Lines(node));

    /// <summary>Returns every address a card or message can open by itself.</summary>
    public static IReadOnlyList<string> Links(JsonNode? node)
        => [.. TeamsCardRules.Objects(node, "").Where(found => (string?)found.Node["type"] == "Action.OpenUrl").Select(found => (string)found.Node["url"]!)];

    private static IEnumerable<string> Lines(JsonNode? node) => node switch
    {
        JsonArray items => items.SelectMany(Lines),
        JsonObject block when block["inlines"] is JsonArray inlines => [string.Concat(inlines.Select(inline => (string?)inline!["text"]))],
        JsonObject parts => [.. Own(parts), .. Lines(parts["columns"]), .. Lines(parts["items"]), .. Lines(parts["body"]), .. Lines(parts["choices"]), .. Lines(parts["actions"])],
        _ => [],
    };

    private static IEnumerable<string> Own(JsonObject parts) => new[] { (string?)parts["label"], (string?)parts["title"] }.OfType<string>();
}
