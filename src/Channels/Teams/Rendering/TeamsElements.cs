using System.Text.Json.Nodes;

namespace ChatOpsBot.Channels.Teams.Rendering;

/// <summary>Builds Adaptive Cards from elements that show text letter by letter.</summary>
internal static class TeamsElements
{
    public static JsonObject Text(string text) => new() { ["type"] = "TextRun", ["text"] = TeamsEscape.Literal(text) is { Length: > 0 } literal ? literal : " " };

    public static JsonObject Bold(string text) => With(Text(text), "weight", "Bolder");

    public static JsonObject Subtle(string text) => With(Text(text), "isSubtle", true);

    /// <summary>Small print.</summary>
    public static JsonObject Small(string text) => With(Subtle(text), "size", "Small");

    // Renderers fold spaces; a no-break space keeps columns where they were.
    public static JsonObject Code(string text)
        => With(Text(text.Replace("\t", "    ", StringComparison.Ordinal).Replace("  ", "\u00A0\u00A0", StringComparison.Ordinal).Replace("\n ", "\n\u00A0", StringComparison.Ordinal)), "fontType", "Monospace");

    public static JsonObject Link(Uri url, string text)
        => With(With(Text(text), "color", "Accent"), "selectAction", new JsonObject { ["type"] = "Action.OpenUrl", ["url"] = url.AbsoluteUri });

    public static JsonObject Line(params IEnumerable<JsonObject> inlines) => new() { ["type"] = "RichTextBlock", ["inlines"] = new JsonArray([.. inlines]) };

    public static JsonObject Box(string style, params IEnumerable<JsonObject> items)
        => new() { ["type"] = "Container", ["style"] = style, ["items"] = new JsonArray([.. items]) };

    /// <summary>An item of a list, whose second line stands under the first.</summary>
    public static JsonObject Item(params IEnumerable<JsonObject> inlines) => new()
    {
        ["type"] = "ColumnSet",
        ["spacing"] = "Small",
        ["columns"] = new JsonArray(Column("auto", Line(Text("•"))), With(Column("stretch", Line(inlines)), "spacing", "Small")),
    };

    public static JsonObject Execute(string title, string verb, JsonObject data, bool sendsInputs = false) => new()
    {
        ["type"] = "Action.Execute",
        ["title"] = title,
        ["verb"] = verb,
        ["data"] = data,
        ["associatedInputs"] = sendsInputs ? "auto" : "none",
    };

    public static JsonObject With(JsonObject element, string property, JsonNode value)
    {
        element[property] = value;
        return element;
    }

    private static JsonObject Column(string width, JsonObject item) => new() { ["type"] = "Column", ["width"] = width, ["items"] = new JsonArray(item) };
}
