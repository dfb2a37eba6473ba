using System.Text.Json.Nodes;
using ChatOpsBot.TestKit.Slack;

namespace ChatOpsBot.Channels.UnitTests.Slack;

/// <summary>The fake's own judgement: n is taken, n + 1 is not.</summary>
public sealed class SlackBlockRulesTests
{
    [Theory]
    [InlineData("section", 3_000)]
    [InlineData("header", 150)]
    [InlineData("markdown", 12_000)]
    [InlineData("context", 3_000)]
    [InlineData("block_id", 255)]
    [InlineData("button_text", 75)]
    [InlineData("button_value", 2_000)]
    [InlineData("button_label", 75)]
    [InlineData("feedback_text", 75)]
    [InlineData("feedback_value", 2_000)]
    [InlineData("feedback_label", 75)]
    public void A_text_may_be_as_long_as_slack_says_and_no_longer(string what, int limit)
    {
        Assert.Null(SlackBlockRules.Check([Block(what, limit - 1)], "message"));
        Assert.Null(SlackBlockRules.Check([Block(what, limit)], "message"));
        Assert.Equal("invalid_blocks", SlackBlockRules.Check([Block(what, limit + 1)], "message")?.Error);
    }

    [Theory]
    [InlineData("message", 50)]
    [InlineData("modal", 100)]
    [InlineData("home", 100)]
    public void Blocks_are_counted(string surface, int limit)
    {
        Assert.Null(SlackBlockRules.Check(Dividers(limit), surface));
        Assert.Equal("invalid_blocks", SlackBlockRules.Check(Dividers(limit + 1), surface)?.Error);
    }

    [Theory]
    [InlineData("context", 10)]
    [InlineData("actions", 25)]
    [InlineData("context_actions", 5)]
    public void Elements_are_counted(string type, int limit)
    {
        Assert.Null(SlackBlockRules.Check([Elements(type, limit)], "message"));
        Assert.Equal("invalid_blocks", SlackBlockRules.Check([Elements(type, limit + 1)], "message")?.Error);
    }

    [Theory]
    [InlineData("title", 24)]
    [InlineData("submit", 24)]
    [InlineData("close", 24)]
    public void The_words_around_a_modal_are_limited(string what, int limit)
    {
        Assert.Null(SlackBlockRules.CheckModal(Modal(what, Plain(limit - 1))));
        Assert.Null(SlackBlockRules.CheckModal(Modal(what, Plain(limit))));
        Assert.Equal("invalid_arguments", SlackBlockRules.CheckModal(Modal(what, Plain(limit + 1)))?.Error);
    }

    [Theory]
    [InlineData("private_metadata", 3_000)]
    [InlineData("callback_id", 255)]
    public void What_a_view_carries_along_is_limited(string what, int limit)
    {
        foreach (var (length, error) in ((int, string?)[])[(limit - 1, null), (limit, null), (limit + 1, "invalid_arguments")])
        {
            var home = new JsonObject { ["type"] = "home", ["blocks"] = Dividers(1), [what] = new string('x', length) };
            Assert.Equal(error, SlackBlockRules.CheckModal(Modal(what, new string('x', length)))?.Error);
            Assert.Equal(error, SlackBlockRules.CheckHome(home)?.Error);
        }
    }

    [Theory]
    [InlineData("static_select", 100)]
    [InlineData("multi_static_select", 100)]
    [InlineData("radio_buttons", 10)]
    [InlineData("checkboxes", 10)]
    public void Options_are_counted(string type, int limit)
    {
        foreach (var (count, error) in ((int, string?)[])[(limit - 1, null), (limit, null), (limit + 1, "invalid_blocks")])
        {
            Assert.Equal(error, SlackBlockRules.Check([Input(Choice(type, count, 75, 150))], "modal")?.Error);
        }
    }

    [Theory]
    [InlineData(75, 150, null)]
    [InlineData(76, 150, "invalid_blocks")]
    [InlineData(75, 151, "invalid_blocks")]
    public void An_option_may_be_as_long_as_slack_says(int text, int value, string? error)
        => Assert.Equal(error, SlackBlockRules.Check([Input(Choice("static_select", 1, text, value))], "modal")?.Error);

    [Theory]
    [InlineData("title", 100)]
    [InlineData("text", 300)]
    [InlineData("confirm", 30)]
    [InlineData("deny", 30)]
    public void A_question_before_a_click_is_limited(string what, int limit)
    {
        foreach (var (length, error) in ((int, string?)[])[(limit - 1, null), (limit, null), (limit + 1, "invalid_blocks")])
        {
            var confirm = new JsonObject { ["title"] = Plain(1), ["text"] = Plain(1), ["confirm"] = Plain(1), ["deny"] = Plain(1) };
            confirm[what] = Plain(length);
            var button = new JsonObject { ["type"] = "button", ["text"] = Plain(1), ["confirm"] = confirm };
            Assert.Equal(error, SlackBlockRules.Check([new JsonObject { ["type"] = "actions", ["elements"] = new JsonArray(button) }], "home")?.Error);
        }
    }

    [Fact]
    public void What_is_chosen_at_first_is_one_of_the_options()
    {
        var known = Choice("static_select", 2, 5, 5);
        known["initial_option"] = known["options"]![1]!.DeepClone();
        var unknown = Choice("static_select", 2, 5, 5);
        unknown["initial_option"] = new JsonObject { ["text"] = Plain(5), ["value"] = "other" };

        Assert.Null(SlackBlockRules.Check([Input(known)], "modal"));
        Assert.Equal("invalid_blocks", SlackBlockRules.Check([Input(unknown)], "modal")?.Error);
    }

    [Fact]
    public void Markdown_is_limited_over_all_blocks()
    {
        Assert.Null(SlackBlockRules.Check([Block("markdown", 6_000), Block("markdown", 6_000)], "message"));
        Assert.Equal("invalid_blocks", SlackBlockRules.Check([Block("markdown", 6_000), Block("markdown", 6_001)], "message")?.Error);
    }

    [Theory]
    [InlineData("""{"type":"divider","bogus":1}""")]
    [InlineData("""{"type":"section","text":{"type":"mrkdwn","text":"x"},"bogus":1}""")]
    [InlineData("""{"type":"section","text":{"type":"mrkdwn","text":"x","emoji":true}}""")]
    [InlineData("""{"type":"section","text":{"type":"plain_text","text":"x","verbatim":true}}""")]
    [InlineData("""{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"x"},"bogus":1}]}""")]
    [InlineData("""{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"x"},"style":"green"}]}""")]
    public void What_slack_does_not_know_is_refused(string block)
        => Assert.Equal("invalid_blocks", SlackBlockRules.Check([JsonNode.Parse(block)], "message")?.Error);

    [Theory]
    [InlineData("static_select", "invalid_blocks")]
    [InlineData("checkboxes", null)]
    public void A_menu_takes_plain_text_only(string type, string? error)
    {
        var choice = Choice(type, 1, 5, 5);
        choice["options"]![0]!["text"]!["type"] = "mrkdwn";

        Assert.Equal(error, SlackBlockRules.Check([Input(choice)], "modal")?.Error);
    }

    [Theory]
    [InlineData(75, null)]
    [InlineData(76, "invalid_blocks")]
    public void What_stands_below_an_option_is_limited(int length, string? error)
    {
        var choice = Choice("radio_buttons", 1, 5, 5);
        choice["options"]![0]!["description"] = Plain(length);

        Assert.Equal(error, SlackBlockRules.Check([Input(choice)], "modal")?.Error);
    }

    [Fact]
    public void All_texts_together_are_limited()
    {
        var blocks = new JsonArray([.. Enumerable.Range(0, 5).Select(_ => Block("section", 2_900))]);

        Assert.Equal("msg_blocks_too_long", SlackBlockRules.Check(blocks, "message")?.Error);
    }

    private static JsonObject Modal(string what, JsonNode value)
    {
        var view = new JsonObject { ["type"] = "modal", ["title"] = Plain(1), ["blocks"] = Dividers(1) };
        view[what] = value;
        return view;
    }

    private static JsonObject Input(JsonObject element) => new() { ["type"] = "input", ["label"] = Plain(1), ["element"] = element };

    private static JsonObject Choice(string type, int count, int text, int value) => new()
    {
        ["type"] = type,
        ["options"] = new JsonArray([.. Enumerable.Range(0, count).Select(number => new JsonObject { ["text"] = Plain(text), ["value"] = $"{number}".PadLeft(value, 'x') })]),
    };

    private static JsonArray Dividers(int count) => [.. Enumerable.Range(0, count).Select(_ => (JsonNode)new JsonObject { ["type"] = "divider" })];

    private static JsonObject Elements(string type, int count) => new()
    {
        ["type"] = type,
        ["elements"] = new JsonArray([.. Enumerable.Range(0, count).Select(n => type switch
        {
            "context" => Plain(1),
            "actions" => Button($"a{n}", 1, 1),
            _ => Feedback(1, 1, 1),
        })]),
    };

    private static JsonObject Block(string what, int length) => what switch
    {
        "section" or "header" => new JsonObject { ["type"] = what, ["text"] = Plain(length) },
        "markdown" => new JsonObject { ["type"] = what, ["text"] = new string('x', length) },
        "context" => new JsonObject { ["type"] = what, ["elements"] = new JsonArray(Plain(length)) },
        "block_id" => new JsonObject { ["type"] = "divider", ["block_id"] = new string('x', length) },
        "button_text" => new JsonObject { ["type"] = "actions", ["elements"] = new JsonArray(Button("a", length, 1)) },
        "button_label" => new JsonObject { ["type"] = "actions", ["elements"] = new JsonArray(Labelled(length)) },
        "button_value" => new JsonObject { ["type"] = "actions", ["elements"] = new JsonArray(Button("a", 1, length)) },
        _ => new JsonObject
        {
            ["type"] = "context_actions",
            ["elements"] = new JsonArray(Feedback(what == "feedback_text" ? length : 1, what == "feedback_value" ? length : 1, what == "feedback_label" ? length : 1)),
        },
    };

    private static JsonObject Plain(int length) => new() { ["type"] = "plain_text", ["text"] = new string('x', length) };

    private static JsonObject Button(string id, int text, int value)
        => new() { ["type"] = "button", ["action_id"] = id, ["text"] = Plain(text), ["value"] = new string('x', value) };

    private static JsonObject Labelled(int label)
    {
        var button = Button("a", 1, 1);
        button["accessibility_label"] = new string('x', label);
        return button;
    }

    private static JsonObject Feedback(int text, int value, int label) => new()
    {
        ["type"] = "feedback_buttons",
        ["positive_button"] = Side(text, value, label),
        ["negative_button"] = Side(1, 1, 1),
    };

    private static JsonObject Side(int text, int value, int label)
        => new() { ["text"] = Plain(text), ["value"] = new string('x', value), ["accessibility_label"] = new string('x', label) };
}
