using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Teams.Rendering;

/// <summary>Lays a reply out over as few cards as Teams' limit allows, in order; votes are cast on the last.</summary>
internal static class TeamsCardParts
{
    public static IReadOnlyList<JsonObject> Compose(IReadOnlyList<TeamsPiece> pieces, OutboundReply outbound, TeamsCardContext context)
    {
        var whole = Message(pieces, 1, 1, outbound, context);
        if (TeamsPiece.SizeOf(whole) <= TeamsLimits.Card)
        {
            return [whole];
        }

        var parts = Divide(pieces);
        return [.. parts.Select((part, index) => Message(part, index + 1, parts.Count, outbound, context))];
    }

    /// <summary>Wraps a card as the body of a message, without text: Teams would divide the two (T-21).</summary>
    public static JsonObject Message(JsonObject card, string summary) => new()
    {
        ["type"] = "message",
        ["summary"] = DisplayText.OneLine(summary, TeamsLimits.Summary) is { Length: > 0 } line ? line : "…",
        ["attachments"] = new JsonArray(new JsonObject { ["contentType"] = TeamsCard.ContentType, ["content"] = card }),
    };

    private static List<List<TeamsPiece>> Divide(IReadOnlyList<TeamsPiece> pieces)
    {
        var parts = new List<List<TeamsPiece>> { new() };
        foreach (var piece in pieces)
        {
            if (parts[^1].Count > 0 && parts[^1].Sum(other => other.Size + 1) + piece.Size > TeamsLimits.Card - TeamsLimits.CardReserve)
            {
                parts.Add([]);
            }

            parts[^1].Add(piece);
        }

        return parts;
    }

    private static JsonObject Message(IReadOnlyList<TeamsPiece> pieces, int number, int count, OutboundReply outbound, TeamsCardContext context)
    {
        var isLast = number == count;
        List<JsonObject> foot = count > 1 ? [TeamsElements.Line(TeamsElements.Small(context.Words.Part(number, count)))] : [];
        if (isLast)
        {
            foot.AddRange(TeamsCardFoot.Elements(outbound, context));
        }

        var card = TeamsCard.Of(pieces, foot, isLast ? TeamsCardFoot.Actions(outbound, context) : [], context.Words, TeamsDirection.IsRightToLeft(outbound.Reply));
        TeamsHelp.Mention(card, outbound.Reply);
        var message = Message(isLast && TeamsCardFoot.CanBeRated(outbound.Reply) ? TeamsCard.Refreshed(card, context) : card, Summary(outbound.Reply, context.Words));
        if (TeamsEntities.Root(outbound.Reply, [], context.Words, context.Label) is { } entity)
        {
            message["entities"] = new JsonArray(entity);
        }

        return message;
    }

    private static string Summary(Reply reply, Phrases words) => reply switch
    {
        AnswerReply answer => string.Join(' ', answer.Statements.Select(statement => statement.Text)),
        NoEvidenceReply => words[Phrase.NothingFound],
        ClarificationReply clarification => clarification.Question,
        NoticeReply notice => notice.Text,
        HandOverReply handOver => handOver.Question,
        _ => string.Empty,
    };
}
