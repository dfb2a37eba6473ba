using System.Text.Json;
using ChatOpsBot.RagCore.Conversations.Wire;

namespace ChatOpsBot.Channels.Teams.Inbound;

/// <summary>Reads what a person wrote into Teams' own form, or into ours.</summary>
internal static class TeamsFeedback
{
    /// <summary>Returns reasons, separated by commas, and a comment. Teams sends JSON in a text, test clients the bare text.</summary>
    public static (string? Reasons, string? Comment) Read(JsonElement given)
    {
        var feedback = given.Text("feedback"u8);
        if (feedback is null || !feedback.StartsWith('{'))
        {
            return feedback is null ? Fields(given.Member("feedback"u8)) : (null, feedback);
        }

        try
        {
            using var parsed = JsonDocument.Parse(feedback, JsonMembers.Parsing);
            return Fields(parsed.RootElement);
        }
        catch (JsonException)
        {
            return (null, feedback);
        }
    }

    private static (string? Reasons, string? Comment) Fields(JsonElement form) => (form.Text("reasons"u8), form.Text("comment"u8) ?? form.Text("feedbackText"u8));
}
