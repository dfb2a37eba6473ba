using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Teams.Rendering;

/// <summary>Turns a reply into bodies of Teams messages within Teams' limits: splits what is long, cuts nothing but the display of quotes. Pure.</summary>
internal static class TeamsReplyRenderer
{
    /// <summary>Renders a reply; more than one message only when it does not fit into one.</summary>
    public static IReadOnlyList<JsonObject> Render(OutboundReply outbound, TeamsCardContext context)
        => context.Style is TeamsAnswerStyle.Text && outbound.Reply is not HandOverReply
            ? TeamsTextParts.Compose(outbound, hasCitations: true, context.Words, context.Label)
            : Cards(outbound, context);

    /// <summary>Renders the same in text only, for when Teams refuses the card.</summary>
    public static IReadOnlyList<JsonObject> RenderPlain(OutboundReply outbound, TeamsCardContext context)
        => TeamsTextParts.Compose(outbound, hasCitations: false, context.Words, context.Label);

    /// <summary>Renders what is shown while the turn runs, in the style that takes its place.</summary>
    public static JsonObject Placeholder(TeamsCardContext context) => Waiting(context.Words[Phrase.Searching], context);

    /// <summary>Renders how far a turn is, in the place of its placeholder; null when there is nothing new to say, or more than one message holds.</summary>
    public static JsonObject? Progress(TurnProgress progress, TeamsCardContext context)
    {
        if (progress.Partial is { Statements.Count: > 0 } partial)
        {
            var answer = TeamsProgressText.AnswerOf(partial);
            var card = TeamsCard.Of([.. TeamsCardProse.Statements(answer)], [TeamsElements.Line(TeamsElements.Small(context.Words[Phrase.Writing]))], [], context.Words, TeamsDirection.IsRightToLeft(answer));
            var message = context.Style is TeamsAnswerStyle.Text
                ? TeamsTextParts.Message(TeamsTextParts.Beginning(answer, hasCitations: false))
                : TeamsCardParts.Message(TeamsCard.Refreshed(card, context), context.Words[Phrase.Writing]);
            if (TeamsEntities.Root(answer, [], context.Words, context.Label) is { } entity)
            {
                message["entities"] = new JsonArray(entity);
            }

            return TeamsPiece.SizeOf(message) <= TeamsLimits.Card ? message : null;
        }

        return TeamsProgressText.Doing(progress, context.Words) is { } doing ? Waiting(doing, context) : null;
    }

    /// <summary>Renders the card that is shown while the turn runs.</summary>
    public static JsonObject PlaceholderCard(TeamsCardContext context) => ContentOf(Placeholder(context with { Style = TeamsAnswerStyle.Card }));

    /// <summary>Renders the card that takes the place of a clicked one: the last part, where the votes are.</summary>
    public static JsonObject Card(OutboundReply outbound, TeamsCardContext context)
        => ContentOf(Cards(outbound, context)[^1]);

    private static JsonObject Waiting(string doing, TeamsCardContext context)
    {
        if (context.Style is TeamsAnswerStyle.Text)
        {
            return TeamsTextParts.Message(doing);
        }

        var card = TeamsCard.Of([TeamsPiece.Of(TeamsElements.Line(TeamsElements.Subtle(doing)))], [], [], context.Words);
        return TeamsCardParts.Message(TeamsCard.Refreshed(card, context), doing);
    }

    private static JsonObject ContentOf(JsonObject message) => (JsonObject)message["attachments"]![0]!["content"]!.DeepClone();

    private static IReadOnlyList<JsonObject> Cards(OutboundReply outbound, TeamsCardContext context)
    {
        IEnumerable<TeamsPiece> pieces = outbound.Reply switch
        {
            AnswerReply answer => [.. TeamsCardProse.Statements(answer), .. answer.Notes.Select(note => Note(note, context.Words)), .. TeamsSources.Pieces(answer, context.Words)],
            NoEvidenceReply nothing => NoEvidence(nothing, context.Words),
            ClarificationReply clarification => Clarification(clarification, context.Words),
            HandOverReply handOver => TeamsHelp.Pieces(handOver, context),
            NoticeReply notice => TeamsCardProse.Pieces(notice.Text),
            _ => throw new NotSupportedException($"teams: reply {outbound.Reply.GetType().Name}"),
        };
        return TeamsCardParts.Compose([.. pieces], outbound, context);
    }

    private static TeamsPiece Note(string note, Phrases words)
        => TeamsPiece.Of(TeamsElements.Line(TeamsElements.Bold(words[Phrase.Note] + " "), TeamsElements.Text(DisplayText.OneLine(note, TeamsLimits.Paragraph))));

    private static IEnumerable<TeamsPiece> NoEvidence(NoEvidenceReply reply, Phrases words)
    {
        yield return TeamsPiece.Of(TeamsElements.Line(TeamsElements.Bold(words[Phrase.NothingFound])));
        if (DisplayText.OneLine(reply.Question, TeamsLimits.Quote) is { Length: > 0 } question)
        {
            yield return TeamsPiece.Of(
                TeamsElements.Line(TeamsElements.Text(words[Phrase.QuestionAsUnderstood])),
                TeamsElements.With(TeamsElements.Box("emphasis", TeamsElements.Line(TeamsElements.Text(question))), "spacing", "Small"));
        }

        var searched = DisplayText.OneLine(reply.Searched, TeamsLimits.Quote);
        yield return TeamsPiece.Of(TeamsElements.Line(TeamsElements.Bold(words[Phrase.Searched] + " "), TeamsElements.Text(searched)));
        foreach (var piece in TeamsCardProse.Pieces(reply.NextStep))
        {
            yield return piece;
        }
    }

    private static IEnumerable<TeamsPiece> Clarification(ClarificationReply reply, Phrases words) =>
    [
        .. TeamsCardProse.Pieces(reply.Question),
        .. reply.Choices.Select(choice => TeamsPiece.Of(TeamsElements.Item(TeamsElements.Text(DisplayText.OneLine(choice, TeamsLimits.Quote))))),
        TeamsPiece.Of(TeamsElements.Line(TeamsElements.Text(words[Phrase.ChooseReading]))),
    ];
}
