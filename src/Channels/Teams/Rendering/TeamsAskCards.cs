using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Teams.Rendering;

/// <summary>The cards of asking from the message box: the form, the wait, and what is put into the conversation.</summary>
internal static class TeamsAskCards
{
    /// <summary>What a question may have, more than anybody types into a form.</summary>
    public const int MaxQuestion = 2_000;

    /// <summary>Renders the form.</summary>
    /// <param name="phrases">The person's language.</param>
    /// <param name="dialog">What names the dialog.</param>
    /// <param name="question">What stands in it already.</param>
    public static JsonObject Form(Phrases phrases, string dialog, string question)
    {
        var input = new JsonObject
        {
            ["type"] = "Input.Text",
            ["id"] = TeamsActions.Question,
            ["label"] = phrases[Phrase.AskLabel],
            ["isMultiline"] = true,
            ["maxLength"] = MaxQuestion,
            ["isRequired"] = true,
            ["errorMessage"] = phrases[Phrase.AskLabel],
        };
        if (question.Length > 0)
        {
            input["value"] = DisplayText.Visible(question);
        }

        var hint = TeamsElements.Line(TeamsElements.Small(phrases[Phrase.AskHint]));
        return TeamsCard.Of([TeamsPiece.Of(input, hint)], [], [Submit(phrases[Phrase.AskSubmit], TeamsActions.Dialog, dialog)], phrases);
    }

    /// <summary>Renders the wait for an answer that takes longer than Teams does.</summary>
    public static JsonObject Wait(Phrases phrases, string turnId)
        => TeamsCard.Of(
            [TeamsPiece.Of(TeamsElements.Line(TeamsElements.Text(phrases[Phrase.AskWait])))], [], [Submit(phrases[Phrase.AskShow], TeamsActions.Turn, turnId)], phrases);

    /// <summary>Renders a reply for the person alone; null when it needs more than one card.</summary>
    public static JsonObject? Shown(Reply reply, string turnId, Phrases phrases) => Whole(reply, turnId, phrases);

    /// <summary>Renders an answer for everybody in the conversation, with the question it answers; null when it needs more than one card.</summary>
    public static JsonObject? Inserted(AnswerReply answer, string question, string turnId, Phrases phrases)
    {
        if (Whole(answer, turnId, phrases) is not { } card)
        {
            return null;
        }

        var body = (JsonArray)card["body"]!;
        body.Insert(0, TeamsElements.Line(TeamsElements.Bold(DisplayText.OneLine(question, TeamsLimits.Quote))));
        body.Add((JsonNode)TeamsElements.Line(TeamsElements.Small(phrases[Phrase.AskedWith])));
        return card;
    }

    // Whoever puts a card into a conversation posts it, and the bot cannot change it there: nothing of it can be clicked or refreshed.
    private static JsonObject? Whole(Reply reply, string turnId, Phrases phrases)
    {
        if (TeamsReplyRenderer.Render(new OutboundReply(reply, default), new TeamsCardContext(turnId) { Words = phrases }) is not [var message])
        {
            return null;
        }

        var card = (JsonObject)message["attachments"]![0]!["content"]!.DeepClone();
        card.Remove("actions");
        card.Remove("refresh");
        return card;
    }

    private static JsonObject Submit(string title, string name, string value)
        => new() { ["type"] = "Action.Submit", ["title"] = title, ["data"] = new JsonObject { [name] = value } };
}
