using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Teams.Inbound;

/// <summary>The bodies that answer a click on a card: a card in its place, a short message, an error. All of them are HTTP 200.</summary>
internal static class TeamsCardAnswer
{
    // https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards
    public static JsonObject Card(JsonObject card) => Of(200, "application/vnd.microsoft.card.adaptive", card);

    public static JsonObject Message(string text) => Of(200, "application/vnd.microsoft.activity.message", JsonValue.Create(text));

    public static JsonObject Error(string text) => Of(500, "application/vnd.microsoft.error", new JsonObject { ["code"] = "500", ["message"] = text });

    public static JsonObject BadRequest(Phrases words)
        => Of(400, "application/vnd.microsoft.error", new JsonObject { ["code"] = "BadRequest", ["message"] = words[Phrase.NotMyCard] });

    private static JsonObject Of(int status, string type, JsonNode value) => new() { ["statusCode"] = status, ["type"] = type, ["value"] = value };
}
