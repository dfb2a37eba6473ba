using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Teams.Rendering;

/// <summary>Builds the card around elements (T-23, T-24).</summary>
internal static class TeamsCard
{
    public const string ContentType = "application/vnd.microsoft.card.adaptive";

    private const string Folded = "folded-sources";
    private const string Unfold = "unfold-sources";
    private const string Fold = "fold-sources";

    /// <summary>Lays pieces and what follows them out as a card.</summary>
    public static JsonObject Of(IReadOnlyList<TeamsPiece> pieces, IEnumerable<JsonObject> foot, IEnumerable<JsonObject> actions, Phrases words, bool isRightToLeft = false)
    {
        var card = new JsonObject
        {
            ["type"] = "AdaptiveCard",
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["version"] = "1.5",
            ["fallbackText"] = words[Phrase.CardFallback],
            ["msteams"] = new JsonObject { ["width"] = "Full" },
            ["body"] = new JsonArray([.. Body(pieces, words), .. foot]),
        };
        if (isRightToLeft)
        {
            card["rtl"] = true;
        }

        if (new JsonArray([.. actions]) is { Count: > 0 } buttons)
        {
            card["actions"] = buttons;
        }

        return card;
    }

    /// <summary>Lets the clients of some people ask for the card anew, each for its own.</summary>
    public static JsonObject Refreshed(JsonObject card, TeamsCardContext context)
    {
        if (context.RefreshFor.Count > 0)
        {
            var action = new JsonObject
            {
                ["type"] = "Action.Execute",
                ["title"] = context.Words[Phrase.Refresh],
                ["verb"] = TeamsActions.RefreshVerb,
                ["data"] = new JsonObject { [TeamsActions.Turn] = context.TurnId },
            };
            card["refresh"] = new JsonObject { ["action"] = action, ["userIds"] = new JsonArray([.. context.RefreshFor.Take(TeamsLimits.Viewers)]) };
        }

        return card;
    }

    private static IEnumerable<JsonObject> Body(IReadOnlyList<TeamsPiece> pieces, Phrases words)
    {
        var folded = pieces.Where(piece => piece.IsFolded).ToList();
        if (folded.Count == 0 || folded.Count == pieces.Count)
        {
            return pieces.SelectMany(Elements);
        }

        var box = new JsonObject { ["type"] = "Container", ["id"] = Folded, ["isVisible"] = false, ["items"] = new JsonArray([.. folded.SelectMany(Elements)]) };
        return
        [
            .. pieces.Where(piece => !piece.IsFolded).SelectMany(Elements),
            box,
            Toggle(Unfold, words.Count(folded.Count, Phrase.ShowMoreSourcesOne, Phrase.ShowMoreSourcesOther), isVisible: true),
            Toggle(Fold, words[Phrase.ShowFewerSources], isVisible: false),
        ];
    }

    private static JsonObject Toggle(string id, string title, bool isVisible) => new()
    {
        ["type"] = "ActionSet",
        ["id"] = id,
        ["isVisible"] = isVisible,
        ["actions"] = new JsonArray(new JsonObject
        {
            ["type"] = "Action.ToggleVisibility",
            ["title"] = title,
            ["targetElements"] = new JsonArray(Folded, Unfold, Fold),
        }),
    };

    private static IEnumerable<JsonObject> Elements(TeamsPiece piece) => piece.Elements.Select(element => (JsonObject)element.DeepClone());
}
