using System.Text.Json.Nodes;

namespace ChatOpsBot.Channels.Slack.Rendering;

/// <summary>Builds Block Kit.</summary>
internal static class SlackBlocks
{
    public static JsonObject RichText(params JsonObject[] elements) => new() { ["type"] = "rich_text", ["elements"] = new JsonArray([.. elements]) };

    public static JsonObject Section(params JsonObject[] elements) => new() { ["type"] = "rich_text_section", ["elements"] = new JsonArray([.. elements]) };

    public static JsonObject Quote(params JsonObject[] elements) => new() { ["type"] = "rich_text_quote", ["elements"] = new JsonArray([.. elements]) };

    public static JsonObject Preformatted(string code) => new() { ["type"] = "rich_text_preformatted", ["elements"] = new JsonArray(Text(code)) };

    public static JsonObject Bullets(IEnumerable<string> items) => new()
    {
        ["type"] = "rich_text_list",
        ["style"] = "bullet",
        ["elements"] = new JsonArray([.. items.Select(item => Section(Text(item)))]),
    };

    /// <summary>Text that Slack shows letter by letter. Slack takes no empty text.</summary>
    public static JsonObject Text(string text) => new() { ["type"] = "text", ["text"] = SlackEscape.Literal(text) is { Length: > 0 } literal ? literal : " " };

    public static JsonObject Bold(string text) => Styled(text, "bold");

    public static JsonObject Italic(string text) => Styled(text, "italic");

    public static JsonObject Link(Uri url, string text) => new() { ["type"] = "link", ["url"] = url.AbsoluteUri, ["text"] = text };

    public static JsonObject User(string userId) => new() { ["type"] = "user", ["user_id"] = userId };

    public static JsonObject UserGroup(string groupId) => new() { ["type"] = "usergroup", ["usergroup_id"] = groupId };

    /// <summary>A line of small print in our own words.</summary>
    public static JsonObject Context(string text) => new() { ["type"] = "context", ["elements"] = new JsonArray(Plain(text)) };

    public static JsonObject Plain(string text) => new() { ["type"] = "plain_text", ["text"] = text, ["emoji"] = true };

    public static JsonObject Actions(string blockId, params JsonObject[] elements)
        => new() { ["type"] = "actions", ["block_id"] = blockId, ["elements"] = new JsonArray([.. elements]) };

    public static JsonObject Button(string actionId, string text, string value)
        => new() { ["type"] = "button", ["action_id"] = actionId, ["text"] = Plain(text), ["value"] = value };

    /// <summary>Counts the characters of all texts in a block.</summary>
    public static int Characters(JsonNode? node) => node switch
    {
        JsonObject parts => parts.Sum(part => Characters(part.Value)),
        JsonArray items => items.Sum(Characters),
        JsonValue value when value.TryGetValue<string>(out var text) => text.Length,
        _ => 0,
    };

    private static JsonObject Styled(string text, string style)
    {
        var element = Text(text);
        element["style"] = new JsonObject { [style] = true };
        return element;
    }
}
