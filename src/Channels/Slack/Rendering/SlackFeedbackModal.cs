using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Feedback;

namespace ChatOpsBot.Channels.Slack.Rendering;

/// <summary>What a thumbs-down modal must know when it comes back.</summary>
/// <param name="Turn">The turn that was voted on.</param>
/// <param name="Channel">Where the button was clicked.</param>
/// <param name="ActionTs">When the button was clicked.</param>
/// <param name="ResponseUrl">Where a private card can be replaced.</param>
internal sealed record SlackModalState(string Turn, string Channel, string ActionTs, string? ResponseUrl)
{
    /// <summary>Gets the language of the modal.</summary>
    public string? Language { get; init; }

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
    /// <summary>Renders the modal, filled in with what the person has said before.</summary>
    public static JsonObject Render(SlackModalState state, IReadOnlyList<string>? reasons = null, string? comment = null)
    {
        var words = Phrases.For(state.Language);
        return new()
        {
            ["type"] = "modal",
            ["callback_id"] = SlackActions.FeedbackModal,
            ["private_metadata"] = state.Write(),
            ["title"] = SlackBlocks.Plain(words[Phrase.WhatWentWrong]),
            ["submit"] = SlackBlocks.Plain(words[Phrase.Send]),
            ["close"] = SlackBlocks.Plain(words[Phrase.Skip]),
            ["blocks"] = new JsonArray(
                new JsonObject { ["type"] = "section", ["text"] = SlackBlocks.Plain(words[Phrase.VoteCounted]) },
                Reasons(words, reasons ?? []),
                Comment(words, comment)),
        };
    }

    private static JsonObject Reasons(Phrases words, IReadOnlyList<string> chosen)
    {
        var element = new JsonObject
        {
            ["type"] = "checkboxes",
            ["action_id"] = SlackActions.Reasons,
            ["options"] = new JsonArray([.. VoteReasons.All.Select(reason => Option(reason, words))]),
        };
        JsonNode[] known = [.. VoteReasons.All.Where(reason => chosen.Contains(reason.Key, StringComparer.Ordinal)).Select(reason => Option(reason, words))];
        if (known.Length > 0)
        {
            element["initial_options"] = new JsonArray(known);
        }

        return Input(SlackActions.Reasons, words[Phrase.Reasons], element);
    }

    private static JsonObject Option(VoteReason reason, Phrases words) => new() { ["text"] = SlackBlocks.Plain(words[reason.Text]), ["value"] = reason.Key };

    private static JsonObject Comment(Phrases words, string? said)
    {
        var element = new JsonObject
        {
            ["type"] = "plain_text_input",
            ["action_id"] = SlackActions.Comment,
            ["multiline"] = true,
            ["max_length"] = VoteReasons.MaxCommentLength,
        };
        if (said is { Length: > 0 })
        {
            element["initial_value"] = said;
        }

        return Input(SlackActions.Comment, words[Phrase.WhatWouldBeRight], element);
    }

    private static JsonObject Input(string id, string label, JsonObject element) => new()
    {
        ["type"] = "input",
        ["block_id"] = id,
        ["optional"] = true,
        ["label"] = SlackBlocks.Plain(label),
        ["element"] = element,
    };
}
