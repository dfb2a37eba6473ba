using System.Globalization;
using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Slack.Rendering;

/// <summary>What leads on from a reply: answering a changed question, asking a person, reporting; and the card that people are asked with.</summary>
internal static class SlackHelp
{
    /// <summary>Returns what stands under the votes.</summary>
    public static IEnumerable<JsonObject> Foot(OutboundReply outbound, SlackCardContext context)
    {
        var words = context.Words;
        if (outbound.Offer is { } offer)
        {
            yield return SlackBlocks.Context(words[Phrase.QuestionChanged]);
            yield return SlackBlocks.Actions($"again:{context.TurnId}", SlackBlocks.Button(SlackActions.AnswerAgain, words[Phrase.AnswerAgain], offer));
        }

        if (outbound.Reply is AnswerReply or NoEvidenceReply)
        {
            JsonObject[] buttons = [.. AskPerson(outbound, context, words), SlackBlocks.Button(SlackActions.Report, words[Phrase.Report], context.TurnId)];
            yield return SlackBlocks.Actions($"more:{context.TurnId}", buttons);
        }

        if (outbound.Reply is HandOverReply)
        {
            yield return outbound.Resolved is { } end
                ? SlackBlocks.RichText(SlackBlocks.Section(SlackBlocks.Text(Resolved(words, end) + " "), SlackBlocks.User(end.PersonId)))
                : SlackBlocks.Actions($"resolve:{context.TurnId}", SlackBlocks.Button(SlackActions.Resolve, words[Phrase.MarkResolved], context.TurnId));
        }
    }

    /// <summary>Returns the question with the sources that were tried. The people are named by ids from the configuration, which makes Slack tell them.</summary>
    public static IEnumerable<SlackPiece> Pieces(HandOverReply reply, SlackCardContext context)
    {
        var words = context.Words;
        yield return SlackPiece.Of(
            words[Phrase.PersonWanted],
            SlackBlocks.RichText(SlackBlocks.Section([SlackBlocks.Bold(words[Phrase.PersonWanted]), .. reply.People.SelectMany(Mention)])));
        if (reply.Text is { Length: > 0 } text)
        {
            yield return SlackPiece.Of(text, SlackBlocks.RichText(SlackBlocks.Section(SlackBlocks.Text(text))));
        }

        var question = DisplayText.OneLine(reply.Question, SlackLimits.Quote);
        yield return SlackPiece.Of(
            $"{words[Phrase.HandOverQuestion]} {question}",
            SlackBlocks.RichText(
                SlackBlocks.Section(SlackBlocks.Text(words[Phrase.HandOverQuestion])),
                SlackBlocks.Quote(SlackBlocks.Text(question)),
                SlackBlocks.Section(SlackBlocks.Text(words[Phrase.HandOverAskedBy] + " "), SlackBlocks.User(reply.AskedBy))));
        if (reply.Sources.Count > 0)
        {
            var list = new JsonObject
            {
                ["type"] = "rich_text_list",
                ["style"] = "bullet",
                ["elements"] = new JsonArray([.. reply.Sources.Select(source => SlackBlocks.Section(Source(source)))]),
            };
            yield return SlackPiece.Of(
                words[Phrase.HandOverSources], SlackBlocks.RichText(SlackBlocks.Section(SlackBlocks.Text(words[Phrase.HandOverSources])), list));
        }
    }

    private static IEnumerable<JsonObject> AskPerson(OutboundReply outbound, SlackCardContext context, Phrases words)
        => outbound.CanAskPerson ? [SlackBlocks.Button(SlackActions.AskPerson, words[Phrase.AskPerson], context.TurnId)] : [];

    private static string Resolved(Phrases words, HandOverEnd end)
        => words.Say(Phrase.ResolvedAt, ("time", end.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)));

    private static JsonObject[] Mention(HandOverPerson person)
        => [SlackBlocks.Text(" "), person.Id.StartsWith('S') ? SlackBlocks.UserGroup(person.Id) : SlackBlocks.User(person.Id)];

    private static JsonObject Source(HandOverSource source)
    {
        var title = DisplayText.OneLine(source.Title, SlackLimits.Quote);
        return source.Link is { IsAbsoluteUri: true, Scheme: "https" or "http" } link
            ? SlackBlocks.Link(link, SlackEscape.Literal(title) is { Length: > 0 } shown ? shown : link.Host)
            : SlackBlocks.Text(title);
    }
}
