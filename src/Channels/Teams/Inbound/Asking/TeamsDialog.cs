using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams.Rendering;

namespace ChatOpsBot.Channels.Teams.Inbound.Asking;

/// <summary>The bodies that answer a dialog of the message box: another dialog, a word, or what is put into the conversation.</summary>
internal static class TeamsDialog
{
    // https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/respond-to-task-module-submit
    public static JsonObject Card(string title, JsonObject card) => new()
    {
        ["task"] = new JsonObject
        {
            ["type"] = "continue",
            ["value"] = new JsonObject { ["title"] = title, ["width"] = "medium", ["height"] = "medium", ["card"] = Attachment(card) },
        },
    };

    public static JsonObject Message(string text) => new() { ["task"] = new JsonObject { ["type"] = "message", ["value"] = text } };

    public static JsonObject Insert(JsonObject card) => new()
    {
        ["composeExtension"] = new JsonObject { ["type"] = "result", ["attachmentLayout"] = "list", ["attachments"] = new JsonArray(Attachment(card)) },
    };

    private static JsonObject Attachment(JsonObject card) => new() { ["contentType"] = TeamsCard.ContentType, ["content"] = card };
}
