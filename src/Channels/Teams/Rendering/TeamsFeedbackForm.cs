using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Teams.Rendering;

/// <summary>The dialog behind Teams' own feedback buttons (T-28). What it sends comes back as <c>message/submitAction</c>.</summary>
/// <remarks>https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bot-messages-ai-generated-content</remarks>
internal static class TeamsFeedbackForm
{
    /// <summary>Asks for more about a vote; nothing of it has to be filled in.</summary>
    public static JsonObject Ask(bool isUp, string turnId, string? locale)
    {
        var words = Phrases.For(locale);
        IEnumerable<JsonObject> inputs = isUp
            ? [TeamsElements.With(TeamsCardFoot.CommentInput(words), "label", words[Phrase.FeedbackHelpful])]
            : [TeamsCardFoot.ReasonInput(words), TeamsCardFoot.CommentInput(words)];
        var send = new JsonObject { ["type"] = "Action.Submit", ["title"] = words[Phrase.Send], ["data"] = new JsonObject { [TeamsActions.Turn] = turnId } };
        var card = TeamsCard.Of([TeamsPiece.Of([.. inputs])], [], [send], words);
        return Task("continue", new JsonObject
        {
            ["title"] = words[Phrase.FeedbackTitle],
            ["width"] = "small",
            ["height"] = isUp ? "small" : "medium",
            ["card"] = new JsonObject { ["contentType"] = TeamsCard.ContentType, ["content"] = card },
        });
    }

    /// <summary>Says something instead of asking.</summary>
    public static JsonObject Say(string text) => Task("message", JsonValue.Create(text));

    private static JsonObject Task(string type, JsonNode value) => new() { ["task"] = new JsonObject { ["type"] = type, ["value"] = value } };
}
