using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Slack.Rendering;

/// <summary>Lays pieces out over as few messages as Slack's limits allow, in order, and marks each message with the turn and its place.</summary>
internal static class SlackParts
{
    // Kept free in every message for the foot and the line that counts the parts.
    private const int FootCharacters = 1_300;
    private const int FootBlocks = 7;
    private const int FootText = 200;

    private const int LongestEntity = 5;

    public static IReadOnlyList<SlackMessage> Compose(IReadOnlyList<SlackPiece> pieces, SlackPiece foot, SlackCardContext context)
    {
        var parts = Divide(pieces);
        return [.. parts.Select((part, index) => Message(part, index + 1, parts.Count, foot, context))];
    }

    private static List<List<SlackPiece>> Divide(IReadOnlyList<SlackPiece> pieces)
    {
        var parts = new List<List<SlackPiece>> { new() };
        foreach (var piece in pieces)
        {
            if (parts[^1].Count > 0 && !Fits(parts[^1], piece))
            {
                parts.Add([]);
            }

            parts[^1].Add(piece);
        }

        return parts;
    }

    private static bool Fits(List<SlackPiece> part, SlackPiece piece)
        => part.Sum(other => other.Characters) + piece.Characters <= SlackLimits.BlockCharacters - FootCharacters
            && part.Sum(other => other.Blocks.Count) + piece.Blocks.Count <= SlackLimits.Blocks - FootBlocks
            && part.Sum(other => other.ShortText.Length + 2) + piece.ShortText.Length <= SlackLimits.Text - FootText;

    private static SlackMessage Message(List<SlackPiece> part, int number, int count, SlackPiece foot, SlackCardContext context)
    {
        var closing = number == count ? foot : SlackPiece.Of(string.Empty);
        var blocks = part.SelectMany(piece => piece.Blocks).Concat(closing.Blocks).ToList();
        if (count > 1)
        {
            blocks.Insert(blocks.Count - closing.Blocks.Count, SlackBlocks.Context(context.Words.Part(number, count)));
        }

        if (blocks.Count == 0)
        {
            blocks.Add(SlackBlocks.Context("…"));
        }

        blocks[0]["block_id"] = SlackActions.Mark(context.TurnId, number);
        return new SlackMessage(Text([.. part, closing]), new JsonArray([.. blocks]));
    }

    private static string Text(IReadOnlyList<SlackPiece> pieces)
    {
        var whole = Joined(pieces.Select(piece => piece.Text));
        return whole.Length <= SlackLimits.Text ? whole : Shortened(Joined(pieces.Select(piece => piece.ShortText)));
    }

    // One paragraph of signs that are escaped can be longer than all; the blocks say it whole.
    private static string Shortened(string text)
    {
        if (text.Length <= SlackLimits.Text)
        {
            return text;
        }

        var end = SlackLimits.Text - 1;
        var entity = text.LastIndexOf('&', end - 1, LongestEntity);
        end = entity >= 0 && text.IndexOf(';', entity) >= end ? entity : end;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "…";
    }

    private static string Joined(IEnumerable<string> texts)
        => string.Join("\n\n", texts.Where(text => text.Length > 0)) is { Length: > 0 } joined ? joined : "…";
}
