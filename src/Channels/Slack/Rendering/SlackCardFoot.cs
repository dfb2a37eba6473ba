using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Slack.Rendering;

/// <summary>What stands under a reply: how sure it is, how people rated it, what can be clicked.</summary>
internal static class SlackCardFoot
{
    public static SlackPiece Of(OutboundReply outbound, SlackCardContext context)
    {
        var line = Line(outbound);
        var blocks = new List<JsonObject>();
        if (line.Length > 0)
        {
            blocks.Add(SlackBlocks.Context(line));
        }

        if (outbound.Reply is AnswerReply or NoEvidenceReply)
        {
            blocks.Add(context.PlainButtons ? PlainVotes(context.TurnId) : Votes(context.TurnId));
        }

        if (outbound.Reply is AnswerReply && context.OffersSharing)
        {
            blocks.Add(Sharing(context.TurnId));
        }

        return SlackPiece.Of(line, [.. blocks]);
    }

    private static string Line(OutboundReply outbound)
    {
        string?[] parts = outbound.Reply is AnswerReply answer
            ? [ReplyWords.Support(answer.Confidence), ReplyWords.Origin(answer.Mode), ReplyWords.Tally(outbound.Votes)]
            : [ReplyWords.Tally(outbound.Votes)];
        return string.Join("  ·  ", parts.OfType<string>());
    }

    private static JsonObject Votes(string turnId) => new()
    {
        ["type"] = "context_actions",
        ["block_id"] = $"votes:{turnId}",
        ["elements"] = new JsonArray(new JsonObject
        {
            ["type"] = "feedback_buttons",
            ["action_id"] = SlackActions.Feedback,
            ["positive_button"] = FeedbackButton("Helpful", "This answer was helpful", SlackActions.UpValue(turnId)),
            ["negative_button"] = FeedbackButton("Not helpful", "This answer was not helpful; tell why", SlackActions.DownValue(turnId)),
        }),
    };

    private static JsonObject FeedbackButton(string text, string label, string value)
        => new() { ["text"] = SlackBlocks.Plain(text), ["accessibility_label"] = label, ["value"] = value };

    private static JsonObject PlainVotes(string turnId) => SlackBlocks.Actions(
        $"votes:{turnId}",
        SlackBlocks.Button(SlackActions.VoteUp, "👍 Helpful", SlackActions.UpValue(turnId)),
        SlackBlocks.Button(SlackActions.VoteDown, "👎 Not helpful", SlackActions.DownValue(turnId)));

    private static JsonObject Sharing(string turnId) => SlackBlocks.Actions(
        $"share:{turnId}",
        SlackBlocks.Button(SlackActions.Share, "Share in channel", turnId),
        SlackBlocks.Button(SlackActions.Keep, "Keep to myself", turnId));
}
