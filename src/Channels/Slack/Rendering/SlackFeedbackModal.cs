using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Feedback;

namespace ChatOpsBot.Channels.Slack.Rendering;

/// <summary>What a thumbs-down modal must know when it comes back.</summary>
/// <param name="Turn">The turn that was voted on.</param>
/// <param name="Channel">Where the button was clicked.</param>
/// <param name="ActionTs">When the button was clicked.</param>
/// <param name="ResponseUrl">Where a private card can be replaced.</param>
internal sealed record SlackModalState(string Turn, string Channel, string ActionTs, string? ResponseUrl)
{
    public string Write() => JsonSerializer.Serialize(this, SlackJsonContext.Default.SlackModalState);

    public static SlackModalState? TryRead(string? text)
    {
        try
        {
            return string.IsNullOrEmpty(text) ? null : JsonSerializer.Deserialize(text, SlackJsonContext.Default.SlackModalState);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The modal that asks why an answer was not helpful. Pure.</summary>
internal static class SlackFeedbackModal
{
    private const string Introduction = "Your vote is counted. If you like, say more: it goes to the people who look after the documents.";

    public static JsonObject Render(SlackModalState state) => new()
    {
        ["type"] = "modal",
        ["callback_id"] = SlackActions.FeedbackModal,
        ["private_metadata"] = state.Write(),
        ["title"] = SlackBlocks.Plain("What went wrong?"),
        ["submit"] = SlackBlocks.Plain("Send"),
        ["close"] = SlackBlocks.Plain("Skip"),
        ["blocks"] = new JsonArray(
            new JsonObject { ["type"] = "section", ["text"] = SlackBlocks.Plain(Introduction) },
            Reasons(),
            Comment()),
    };

    private static JsonObject Reasons() => new()
    {
        ["type"] = "input",
        ["block_id"] = SlackActions.Reasons,
        ["optional"] = true,
        ["label"] = SlackBlocks.Plain("Reasons"),
        ["element"] = new JsonObject
        {
            ["type"] = "checkboxes",
            ["action_id"] = SlackActions.Reasons,
            ["options"] = new JsonArray([.. VoteReasons.All.Select(Option)]),
        },
    };

    private static JsonObject Option(VoteReason reason) => new() { ["text"] = SlackBlocks.Plain(reason.Text), ["value"] = reason.Key };

    private static JsonObject Comment() => new()
    {
        ["type"] = "input",
        ["block_id"] = SlackActions.Comment,
        ["optional"] = true,
        ["label"] = SlackBlocks.Plain("What would have been right?"),
        ["element"] = new JsonObject
        {
            ["type"] = "plain_text_input",
            ["action_id"] = SlackActions.Comment,
            ["multiline"] = true,
            ["max_length"] = VoteReasons.MaxCommentLength,
        },
    };
}
