using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Teams.Rendering;

/// <summary>Lays a reply out over as few text messages as Teams' limit allows; Teams' own feedback buttons are on the last (T-28).</summary>
internal static class TeamsTextParts
{
    // Twenty citations with names, abstracts and addresses.
    private const int CitationReserve = 12_000;

    // Their labels.
    private const int LabelReserve = 8_000;

    public static IReadOnlyList<JsonObject> Compose(OutboundReply outbound, bool hasCitations, Phrases words, TeamsSensitivityLabel label)
    {
        var pieces = TeamsTextPieces.Of(outbound.Reply, hasCitations, words).ToList();
        var whole = Message(pieces, 1, 1, outbound, words, label);
        if (TeamsPiece.SizeOf(whole) <= TeamsLimits.Payload)
        {
            return [whole];
        }

        var parts = Divide(pieces, TeamsLimits.Payload - TeamsLimits.PartReserve - CitationReserve - (label.Name is null ? 0 : LabelReserve));
        return [.. parts.Select((part, index) => Message(part, index + 1, parts.Count, outbound, words, label))];
    }

    /// <summary>Returns the text that a message begins with which says these statements and more.</summary>
    public static string Beginning(AnswerReply answer, bool hasCitations)
        => string.Join(TeamsMarkdown.Paragraph, TeamsTextPieces.Statements(answer, hasCitations).Select(piece => piece.Text));

    /// <summary>Wraps Markdown as the body of a message.</summary>
    public static JsonObject Message(string markdown) => new() { ["type"] = "message", ["textFormat"] = "markdown", ["text"] = markdown };

    private static List<List<TeamsTextPiece>> Divide(IReadOnlyList<TeamsTextPiece> pieces, int limit)
    {
        var parts = new List<List<TeamsTextPiece>> { new() };
        foreach (var piece in pieces)
        {
            if (parts[^1].Count > 0 && parts[^1].Sum(Size) + Size(piece) > limit)
            {
                parts.Add([]);
            }

            parts[^1].Add(piece);
        }

        return parts;
    }

    private static int Size(TeamsTextPiece piece) => TeamsPiece.SizeOf(JsonValue.Create(piece.Text + TeamsMarkdown.Paragraph));

    private static JsonObject Message(IReadOnlyList<TeamsTextPiece> pieces, int number, int count, OutboundReply outbound, Phrases words, TeamsSensitivityLabel label)
    {
        var isLast = number == count;
        string[] foot = [count > 1 ? words.Part(number, count) : string.Empty, isLast ? TeamsCardFoot.Line(outbound, words) : string.Empty];
        var text = string.Join(TeamsMarkdown.Paragraph, pieces.Select(piece => piece.Text).Concat(foot).Where(paragraph => paragraph.Length > 0));
        var message = Message(text.Length > 0 ? text : "…");
        if (TeamsEntities.Root(outbound.Reply, [.. pieces.SelectMany(piece => piece.Cited).DistinctBy(citation => citation.Number).OrderBy(citation => citation.Number)], words, label) is { } entity)
        {
            message["entities"] = new JsonArray(entity);
        }

        if (isLast && TeamsCardFoot.CanBeRated(outbound.Reply))
        {
            // Not feedbackLoopEnabled besides: Teams refuses messages with both. Ours is the form, which asks for reasons.
            message["channelData"] = new JsonObject { ["feedbackLoop"] = new JsonObject { ["type"] = "custom" } };
        }

        return message;
    }
}
