using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Slack;

/// <summary>The shapes of <c>rich_text</c>.</summary>
internal static class SlackRichTextRules
{
    private static readonly string[] Leaves = ["text", "link", "user", "usergroup", "emoji", "channel"];

    public static void Check(SlackBlockProblems problems, JsonNode? element, string at)
    {
        switch ((string?)element?["type"])
        {
            case "rich_text_section" or "rich_text_quote" or "rich_text_preformatted":
                problems.Each(element["elements"], 1, int.MaxValue, $"{at}/elements", (leaf, place) => Leaf(problems, leaf, place));
                break;
            case "rich_text_list":
                if ((string?)element["style"] is not ("bullet" or "ordered"))
                {
                    problems.Add($"{at}/style");
                }

                problems.Each(element["elements"], 1, int.MaxValue, $"{at}/elements", (item, place) => Check(problems, item, place));
                break;
            default:
                problems.Add($"{at}: {(string?)element?["type"]} is no rich text");
                break;
        }
    }

    private static void Leaf(SlackBlockProblems problems, JsonNode? leaf, string at)
    {
        var type = (string?)leaf?["type"];
        if (!Leaves.Contains(type))
        {
            problems.Add($"{at}: {type} is no rich text element");
        }

        if (type == "text")
        {
            problems.Length(leaf!["text"], 1, int.MaxValue, $"{at}/text");
        }

        if (type == "link")
        {
            problems.Length(leaf!["url"], 1, 3_000, $"{at}/url");
        }
    }
}
