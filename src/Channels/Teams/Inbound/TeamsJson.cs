using System.Text.Json;
using ChatOpsBot.RagCore.Conversations.Wire;

namespace ChatOpsBot.Channels.Teams.Inbound;

/// <summary>Reads Teams' ids out of JSON.</summary>
internal static class TeamsJson
{
    /// <summary>Returns a member that is an id without a character that separates anything, else null.</summary>
    public static string? Id(this JsonElement element, ReadOnlySpan<byte> name)
        => element.Text(name) is { } text && TeamsId.IsValid(text) ? text : null;
}
