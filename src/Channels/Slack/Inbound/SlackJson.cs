using System.Text.Json;
using ChatOpsBot.RagCore.Conversations.Wire;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>Reads Slack's ids out of JSON.</summary>
internal static class SlackJson
{
    /// <summary>Returns a member that is an id without a character that separates anything, else null.</summary>
    public static string? Id(this JsonElement element, ReadOnlySpan<byte> name)
        => element.Text(name) is { } text && SlackId.IsValid(text) ? text : null;
}
