using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Slack;

/// <summary>Slack's documented limits of blocks, views and texts, checked as Slack does: the first thing wrong refuses the whole payload.</summary>
public static class SlackBlockRules
{
    private const int MaxMessageBlocks = 50;
    private const int MaxViewBlocks = 100;
    private const int MaxTotalCharacters = 13_200;
    private const int MaxMarkdown = 12_000;

    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["message"] = ["section", "divider", "context", "actions", "context_actions", "header", "rich_text", "markdown"],
        ["home"] = ["section", "divider", "context", "actions", "header", "rich_text", "input"],
        ["modal"] = ["section", "divider", "context", "actions", "header", "rich_text", "input"],
    };

    /// <summary>Returns the error code Slack would give, with the place, or null.</summary>
    public static (string Error, string Where)? Check(JsonArray? blocks, string surface)
    {
        if (blocks is null)
        {
            return null;
        }

        if (blocks.Count > (surface == "message" ? MaxMessageBlocks : MaxViewBlocks))
        {
            return ("invalid_blocks", $"{blocks.Count} blocks");
        }

        var problems = new SlackBlockProblems();
        for (var i = 0; i < blocks.Count; i++)
        {
            CheckBlock(problems, blocks[i] as JsonObject, $"/blocks/{i}", surface);
        }

        problems.Unique(blocks.Select(block => (string?)block?["block_id"]), "block_id");
        if (blocks.Where(block => (string?)block?["type"] == "markdown").Sum(block => ((string?)block!["text"])?.Length) > MaxMarkdown)
        {
            problems.Add($"more than {MaxMarkdown} characters of markdown together");
        }

        return problems.First is { } first ? ("invalid_blocks", first)
            : surface == "message" && Characters(blocks) > MaxTotalCharacters ? ("msg_blocks_too_long", $"{Characters(blocks)} characters")
            : null;
    }

    /// <summary>Returns the error code Slack would give to a modal, with the place, or null.</summary>
    public static (string Error, string Where)? CheckModal(JsonObject? view)
    {
        var problems = new SlackBlockProblems();
        if ((string?)view?["type"] != "modal" || view["blocks"] is not JsonArray blocks)
        {
            return ("invalid_arguments", "/view");
        }

        problems.PlainText(view["title"], 24, "/title");
        problems.PlainText(view["submit"], 24, "/submit", optional: blocks.All(block => (string?)block?["type"] != "input"));
        problems.PlainText(view["close"], 24, "/close", optional: true);
        problems.Length(view["private_metadata"], 0, 3_000, "/private_metadata", optional: true);
        problems.Length(view["callback_id"], 0, 255, "/callback_id", optional: true);
        return problems.First is { } first ? ("invalid_arguments", first) : Check(blocks, "modal");
    }

    /// <summary>Returns the error code Slack would give to a home, with the place, or null.</summary>
    public static (string Error, string Where)? CheckHome(JsonObject? view)
    {
        var problems = new SlackBlockProblems();
        if ((string?)view?["type"] != "home" || view["blocks"] is not JsonArray blocks)
        {
            return ("invalid_arguments", "/view");
        }

        problems.Length(view["private_metadata"], 0, 3_000, "/private_metadata", optional: true);
        problems.Length(view["callback_id"], 0, 255, "/callback_id", optional: true);
        return problems.First is { } first ? ("invalid_arguments", first) : Check(blocks, "home");
    }

    private static int Characters(JsonNode? node) => node switch
    {
        JsonObject parts => parts.Where(part => part.Key is not "type").Sum(part => Characters(part.Value)),
        JsonArray items => items.Sum(Characters),
        JsonValue value when value.TryGetValue<string>(out var text) => text.Length,
        _ => 0,
    };

    private static void CheckBlock(SlackBlockProblems problems, JsonObject? block, string at, string surface)
    {
        var type = (string?)block?["type"];
        if (block is null || type is null || !Allowed[surface].Contains(type))
        {
            problems.Add($"{at}: {type ?? "no type"} is not allowed in a {surface}");
            return;
        }

        problems.Shape(block, at);
        problems.Length(block["block_id"], 1, 255, $"{at}/block_id", optional: true);
        switch (type)
        {
            case "section":
                CheckSection(problems, block, at);
                break;
            case "header":
                problems.PlainText(block["text"], 150, $"{at}/text");
                break;
            case "context":
                problems.Each(block["elements"], 1, 10, $"{at}/elements", (element, place) => problems.TextObject(element, 1, 3_000, place));
                break;
            case "actions":
                problems.Each(block["elements"], 1, 25, $"{at}/elements", (element, place) => CheckElement(problems, element, place, "button"));
                problems.Unique((block["elements"] as JsonArray ?? []).Select(element => (string?)element?["action_id"]), $"{at} action_id");
                break;
            case "context_actions":
                problems.Each(block["elements"], 1, 5, $"{at}/elements", (element, place) => CheckElement(problems, element, place, "feedback_buttons", "icon_button"));
                break;
            case "rich_text":
                problems.Each(block["elements"], 1, int.MaxValue, $"{at}/elements", (element, place) => SlackRichTextRules.Check(problems, element, place));
                break;
            case "markdown":
                problems.Length(block["text"], 1, 12_000, $"{at}/text");
                break;
            case "input":
                CheckInput(problems, block, at);
                break;
        }
    }

    private static void CheckSection(SlackBlockProblems problems, JsonObject block, string at)
    {
        if (block["text"] is null && block["fields"] is null)
        {
            problems.Add($"{at}: neither text nor fields");
        }

        if (block["text"] is { } text)
        {
            problems.TextObject(text, 1, 3_000, $"{at}/text");
        }

        if (block["fields"] is { } fields)
        {
            problems.Each(fields, 1, 10, $"{at}/fields", (field, place) => problems.TextObject(field, 1, 2_000, place));
        }
    }

    private static void CheckInput(SlackBlockProblems problems, JsonObject block, string at)
    {
        problems.PlainText(block["label"], 2_000, $"{at}/label");
        problems.PlainText(block["hint"], 2_000, $"{at}/hint", optional: true);
        CheckElement(problems, block["element"], $"{at}/element", "plain_text_input", "checkboxes", "radio_buttons", "static_select", "multi_static_select", "multi_users_select");
    }

    private static void CheckElement(SlackBlockProblems problems, JsonNode? element, string at, params string[] allowed)
    {
        var type = (string?)element?["type"];
        if (element is null || type is null || !allowed.Contains(type))
        {
            problems.Add($"{at}: element {type ?? "without type"} is not allowed here");
            return;
        }

        problems.Shape(element, at);
        problems.Length(element["action_id"], 1, 255, $"{at}/action_id", optional: true);
        switch (type)
        {
            case "button":
                problems.PlainText(element["text"], 75, $"{at}/text");
                problems.Length(element["value"], 0, 2_000, $"{at}/value", optional: true);
                problems.Length(element["url"], 0, 3_000, $"{at}/url", optional: true);
                problems.Length(element["accessibility_label"], 1, 75, $"{at}/accessibility_label", optional: true);
                if ((string?)element["style"] is not (null or "primary" or "danger"))
                {
                    problems.Add($"{at}/style");
                }

                if (element["confirm"] is { } confirm)
                {
                    Confirm(problems, confirm, $"{at}/confirm");
                }

                break;
            case "feedback_buttons":
                FeedbackButton(problems, element["positive_button"], $"{at}/positive_button");
                FeedbackButton(problems, element["negative_button"], $"{at}/negative_button");
                break;
            case "checkboxes" or "radio_buttons":
                problems.Each(element["options"], 1, 10, $"{at}/options", (option, place) => Option(problems, option, place, plain: false));
                Initial(problems, element, at);
                break;
            case "static_select" or "multi_static_select":
                problems.PlainText(element["placeholder"], 150, $"{at}/placeholder", optional: true);
                problems.Each(element["options"], 1, 100, $"{at}/options", (option, place) => Option(problems, option, place, plain: true));
                Initial(problems, element, at);
                break;
            case "multi_users_select":
                problems.PlainText(element["placeholder"], 150, $"{at}/placeholder", optional: true);
                break;
            case "plain_text_input":
                problems.PlainText(element["placeholder"], 150, $"{at}/placeholder", optional: true);
                if ((int?)element["max_length"] is > 3_000 or < 1 || (int?)element["min_length"] is > 3_000 or < 0)
                {
                    problems.Add($"{at}: a length out of 1 to 3,000");
                }

                break;
        }
    }

    private static void FeedbackButton(SlackBlockProblems problems, JsonNode? button, string at)
    {
        problems.PlainText(button?["text"], 75, $"{at}/text");
        problems.Length(button?["value"], 1, 2_000, $"{at}/value");
        problems.Length(button?["accessibility_label"], 1, 75, $"{at}/accessibility_label", optional: true);
    }

    private static void Confirm(SlackBlockProblems problems, JsonNode confirm, string at)
    {
        problems.PlainText(confirm["title"], 100, $"{at}/title");
        problems.TextObject(confirm["text"], 1, 300, $"{at}/text");
        problems.PlainText(confirm["confirm"], 30, $"{at}/confirm");
        problems.PlainText(confirm["deny"], 30, $"{at}/deny");
    }

    // What is chosen at first must be one of the options, letter by letter.
    private static void Initial(SlackBlockProblems problems, JsonNode element, string at)
    {
        var options = (element["options"] as JsonArray ?? []).Select(option => option?.ToJsonString()).ToHashSet(StringComparer.Ordinal);
        JsonNode?[] chosen = element["initial_option"] is { } one ? [one] : [.. element["initial_options"] as JsonArray ?? []];
        if (chosen.Any(option => !options.Contains(option?.ToJsonString())) || element["initial_options"] is JsonArray { Count: 0 })
        {
            problems.Add($"{at}: an initial option is none of the options");
        }
    }

    // Beside boxes and radio buttons a text may be formatted; in a menu it may not.
    private static void Option(SlackBlockProblems problems, JsonNode? option, string at, bool plain)
    {
        problems.TextObject(option?["text"], 1, 75, $"{at}/text");
        if (plain)
        {
            problems.PlainText(option?["text"], 75, $"{at}/text");
        }

        if (option?["description"] is { } description)
        {
            problems.TextObject(description, 1, 75, $"{at}/description");
        }

        problems.Length(option?["value"], 1, 150, $"{at}/value");
    }
}
