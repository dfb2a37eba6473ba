using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Slack;

/// <summary>Collects what is wrong with blocks.</summary>
internal sealed class SlackBlockProblems
{
    public string? First { get; private set; }

    public void Add(string problem) => First ??= problem;

    public void Length(JsonNode? node, int min, int max, string at, bool optional = false)
    {
        if (node is null && optional)
        {
            return;
        }

        if (node is not JsonValue value || !value.TryGetValue<string>(out var text))
        {
            Add($"{at}: no text");
        }
        else if (text.Length < min || text.Length > max)
        {
            Add($"{at}: {text.Length} characters, {min} to {max} allowed");
        }
    }

    public void PlainText(JsonNode? node, int max, string at, bool optional = false)
    {
        if (node is null && optional)
        {
            return;
        }

        if ((string?)node?["type"] != "plain_text")
        {
            Add($"{at}: not plain_text");
        }

        Shape(node, at);
        Length(node?["text"], 1, max, at);
    }

    public void TextObject(JsonNode? node, int min, int max, string at)
    {
        if ((string?)node?["type"] is not ("plain_text" or "mrkdwn"))
        {
            Add($"{at}: not a text object");
        }

        Shape(node, at);
        Length(node?["text"], min, max, at);
    }

    /// <summary>Slack refuses a property it does not know, which a look at known ones does not find.</summary>
    public void Shape(JsonNode? node, string at)
    {
        if (node is JsonObject parts && SlackBlockShapes.Unknown(parts) is { } unknown)
        {
            Add($"{at}: {(string?)parts["type"]} has no {unknown}");
        }
    }

    public void Each(JsonNode? node, int min, int max, string at, Action<JsonNode?, string> check)
    {
        if (node is not JsonArray items || items.Count < min || items.Count > max)
        {
            Add($"{at}: {(node as JsonArray)?.Count} items, {min} to {max} allowed");
            return;
        }

        for (var i = 0; i < items.Count; i++)
        {
            check(items[i], $"{at}/{i}");
        }
    }

    public void Unique(IEnumerable<string?> ids, string what)
    {
        if (ids.OfType<string>().GroupBy(id => id, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            Add($"{what} {twice.Key} is used twice");
        }
    }
}
