using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Slack.Rendering;

/// <summary>What stands under a reply: how sure it is, how people rated it, what can be clicked.</summary>
internal static class SlackCardFoot
{
    public static SlackPiece Of(OutboundReply outbound, SlackCardContext context)
    {
        var line = Line(outbound, context.Words);
        var blocks = new List<JsonObject>();
        if (line.Length > 0)
        {
            blocks.Add(SlackBlocks.Context(line));
        }

        if (outbound.Reply is AnswerReply or NoEvidenceReply)
        {
            blocks.Add(context.PlainButtons ? PlainVotes(context) : Votes(context));
            if (outbound.Votes.Down > 0 && !context.PlainButtons)
            {
                blocks.Add(SlackBlocks.Actions(
                    $"why:{context.TurnId}",
                    SlackBlocks.Button(SlackActions.Why, "👎 " + context.Words[Phrase.WhyNotHelpful], SlackActions.DownValue(context.TurnId))));
            }
        }

        if (outbound.Reply is AnswerReply && context.OffersSharing)
        {
            blocks.Add(Sharing(context));
        }

        blocks.AddRange(SlackHelp.Foot(outbound, context));
        return SlackPiece.Of(line, [.. blocks]);
    }

    private static string Line(OutboundReply outbound, Phrases words)
    {
        string?[] parts = outbound.Reply is AnswerReply answer
            ? [words.Support(answer.Confidence), words.Origin(answer.Mode), ReplyPhrases.Tally(outbound.Votes)]
            : [ReplyPhrases.Tally(outbound.Votes)];
        return string.Join("  ·  ", parts.OfType<string>());
    }

    private static JsonObject Votes(SlackCardContext context) => new()
    {
        ["type"] = "context_actions",
        ["block_id"] = SlackActions.Buttons("votes", context.TurnId, context.Words),
        ["elements"] = new JsonArray(new JsonObject
        {
            ["type"] = "feedback_buttons",
            ["action_id"] = SlackActions.Feedback,
            ["positive_button"] = FeedbackButton(context.Words[Phrase.VoteHelpful], context.Words[Phrase.VoteHelpfulLabel], SlackActions.UpValue(context.TurnId)),
            ["negative_button"] = FeedbackButton(context.Words[Phrase.VoteNotHelpful], context.Words[Phrase.VoteNotHelpfulLabel], SlackActions.DownValue(context.TurnId)),
        }),
    };

    private static JsonObject FeedbackButton(string text, string label, string value)
        => new() { ["text"] = SlackBlocks.Plain(text), ["accessibility_label"] = label, ["value"] = value };

    private static JsonObject PlainVotes(SlackCardContext context) => SlackBlocks.Actions(
        SlackActions.Buttons("votes", context.TurnId, context.Words),
        SlackBlocks.Button(SlackActions.VoteUp, $"👍 {context.Words[Phrase.VoteHelpful]}", SlackActions.UpValue(context.TurnId)),
        SlackBlocks.Button(SlackActions.VoteDown, $"👎 {context.Words[Phrase.VoteNotHelpful]}", SlackActions.DownValue(context.TurnId)));

    private static JsonObject Sharing(SlackCardContext context) => SlackBlocks.Actions(
        SlackActions.Buttons("share", context.TurnId, context.Words),
        SlackBlocks.Button(SlackActions.Share, context.Words[Phrase.ShareInChannel], context.TurnId),
        SlackBlocks.Button(SlackActions.Keep, context.Words[Phrase.KeepToMyself], context.TurnId));
}
