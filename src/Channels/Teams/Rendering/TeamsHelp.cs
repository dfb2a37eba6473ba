using System.Globalization;
using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Teams.Rendering;

/// <summary>What leads on from a reply: answering a changed question, asking a person, reporting; and the card that people are asked with.</summary>
internal static class TeamsHelp
{
    /// <summary>Returns what stands under the votes.</summary>
    public static IEnumerable<JsonObject> Foot(OutboundReply outbound, TeamsCardContext context)
    {
        var words = context.Words;
        if (outbound.Offer is not null)
        {
            yield return TeamsElements.With(TeamsElements.Line(TeamsElements.Bold(words[Phrase.QuestionChanged])), "separator", true);
        }

        if (outbound is { Reply: HandOverReply, Resolved: { } end })
        {
            var time = end.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            var who = end.Name is { Length: > 0 } name ? name : "…";
            yield return TeamsElements.With(TeamsElements.Line(TeamsElements.Bold($"{words.Say(Phrase.ResolvedAt, ("time", time))} {who}")), "separator", true);
        }
    }

    /// <summary>Returns what can be clicked besides the votes.</summary>
    public static IEnumerable<JsonObject> Actions(OutboundReply outbound, TeamsCardContext context)
    {
        var words = context.Words;
        if (outbound.Offer is { } offer)
        {
            yield return Action(words[Phrase.AnswerAgain], TeamsActions.AgainVerb, offer);
        }

        if (outbound.CanAskPerson)
        {
            yield return Action(words[Phrase.AskPerson], TeamsActions.AskPersonVerb, context.TurnId);
        }

        if (outbound.Reply is AnswerReply or NoEvidenceReply)
        {
            yield return Action(words[Phrase.Report], TeamsActions.ReportVerb, context.TurnId);
        }

        if (outbound is { Reply: HandOverReply, Resolved: null })
        {
            yield return Action(words[Phrase.MarkResolved], TeamsActions.ResolveVerb, context.TurnId);
        }
    }

    /// <summary>Returns the question with the sources that were tried.</summary>
    public static IEnumerable<TeamsPiece> Pieces(HandOverReply reply, TeamsCardContext context)
    {
        var words = context.Words;
        yield return TeamsPiece.Of(TeamsElements.Line(TeamsElements.Bold(words[Phrase.PersonWanted])), People(reply));
        if (reply.Text is { Length: > 0 } text)
        {
            yield return TeamsPiece.Of(TeamsElements.Line(TeamsElements.Text(text)));
        }

        var question = DisplayText.OneLine(reply.Question, TeamsLimits.Quote);
        yield return TeamsPiece.Of(
            TeamsElements.Line(TeamsElements.Text(words[Phrase.HandOverQuestion])),
            TeamsElements.With(TeamsElements.Box("emphasis", TeamsElements.Line(TeamsElements.Text(question))), "spacing", "Small"));
        if (reply.AskedByName is { Length: > 0 } name)
        {
            yield return TeamsPiece.Of(TeamsElements.Line(TeamsElements.Small($"{words[Phrase.HandOverAskedBy]} {name}")));
        }

        if (reply.Sources.Count > 0)
        {
            yield return TeamsPiece.Of([TeamsElements.Line(TeamsElements.Bold(words[Phrase.HandOverSources])), .. reply.Sources.Select(source => TeamsElements.Item(Source(source)))]);
        }
    }

    /// <summary>Makes Teams tell the people of a card. Their ids and names come from the configuration and from nowhere else.</summary>
    public static void Mention(JsonObject card, Reply reply)
    {
        if (reply is HandOverReply handOver)
        {
            card["msteams"]!["entities"] = new JsonArray([.. handOver.People.Select(Entity)]);
        }
    }

    // Mentions are shown by text blocks alone.
    private static JsonObject People(HandOverReply reply) => new()
    {
        ["type"] = "TextBlock",
        ["text"] = string.Join(", ", reply.People.Select(Tag)),
        ["wrap"] = true,
    };

    private static JsonObject Entity(HandOverPerson person) => new()
    {
        ["type"] = "mention",
        ["text"] = Tag(person),
        ["mentioned"] = new JsonObject { ["id"] = person.Id, ["name"] = person.Name },
    };

    private static string Tag(HandOverPerson person) => $"<at>{person.Name}</at>";

    private static JsonObject Source(HandOverSource source)
    {
        var title = DisplayText.OneLine(source.Title, TeamsLimits.Title);
        return TeamsSources.Openable(source.Link) is { } link ? TeamsElements.Link(link, title) : TeamsElements.Text(title);
    }

    private static JsonObject Action(string title, string verb, string turnId)
        => TeamsElements.Execute(title, verb, new JsonObject { [TeamsActions.Turn] = turnId });
}
