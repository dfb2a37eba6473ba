using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Slack;

/// <summary>One call the fake received.</summary>
/// <param name="Method">The method, or <c>response_url</c>.</param>
/// <param name="Arguments">What was sent.</param>
/// <param name="At">When it came.</param>
/// <param name="Error">The error code it was answered with; null when it was done.</param>
public sealed record SlackCall(string Method, JsonObject Arguments, DateTimeOffset At, string? Error)
{
    /// <summary>Gets the installation whose token was used; null for the configured one.</summary>
    public string? Team { get; init; }
}

/// <summary>A message as Slack keeps it.</summary>
/// <param name="Channel">Where it is.</param>
/// <param name="Ts">Its id.</param>
/// <param name="ThreadTs">The first message of its thread, when it is a reply.</param>
/// <param name="User">Who wrote it.</param>
/// <param name="Text">Its text.</param>
/// <param name="Blocks">Its blocks.</param>
/// <param name="Metadata">Its metadata.</param>
/// <param name="IsShown">False when it came faster than Slack displays.</param>
/// <param name="Edits">How often it was updated.</param>
public sealed record SlackStoredMessage(
    string Channel, string Ts, string? ThreadTs, string User, string Text, JsonArray? Blocks, JsonNode? Metadata, bool IsShown, int Edits)
{
    /// <summary>Gets <c>in_progress</c> or <c>completed</c> for a message that was streamed.</summary>
    public string? StreamingState { get; init; }

    /// <summary>Gets what a person reads: the blocks, or the text where there are none.</summary>
    public string Seen => Blocks is { Count: > 0 } ? SlackSight.Of(Blocks) : SlackSight.Unescaped(Text);
}

/// <summary>A message only one person sees, posted to a <c>response_url</c>.</summary>
/// <param name="Channel">Where it is shown.</param>
/// <param name="User">Who sees it.</param>
/// <param name="Text">Its text.</param>
/// <param name="Blocks">Its blocks.</param>
public sealed record SlackPrivateMessage(string Channel, string User, string Text, JsonArray? Blocks)
{
    public string Seen => Blocks is { Count: > 0 } ? SlackSight.Of(Blocks) : SlackSight.Unescaped(Text);
}

/// <summary>A conversation.</summary>
/// <param name="Id">Its id.</param>
/// <param name="IsExternal">Other organisations are in it.</param>
/// <param name="IsArchived">Nothing can be posted.</param>
/// <param name="IsMember">The bot is in it; elsewhere it may look but not post.</param>
/// <param name="Creator">Who created it.</param>
public sealed record SlackConversation(string Id, bool IsExternal = false, bool IsArchived = false, bool IsMember = true, string? Creator = null);

/// <summary>A person as <c>users.info</c> tells of them.</summary>
/// <param name="Id">The person.</param>
/// <param name="IsAdmin">An admin of the workspace.</param>
/// <param name="Locale">The person's language.</param>
public sealed record SlackUser(string Id, bool IsAdmin = false, string Locale = "en-US");

/// <summary>Reads blocks the way a person does.</summary>
public static class SlackSight
{
    public static string Of(JsonNode? node) => node switch
    {
        JsonArray items => string.Join('\n', items.Select(Of).Where(text => text.Length > 0)),
        JsonObject leaf when (string?)leaf["type"] is "rich_text_section" or "rich_text_quote" or "rich_text_preformatted"
            => string.Concat((leaf["elements"] as JsonArray ?? []).Select(Of)),
        JsonObject element => OfElement(element),
        _ => string.Empty,
    };

    public static string Unescaped(string text)
        => text.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);

    private static string OfElement(JsonObject element) => (string?)element["type"] switch
    {
        "text" or "plain_text" => (string?)element["text"] ?? string.Empty,
        "markdown" => (string?)element["text"] ?? string.Empty,
        "task_card" => (string?)element["title"] ?? string.Empty,
        "mrkdwn" => Unescaped((string?)element["text"] ?? string.Empty),
        "link" => (string?)element["text"] ?? (string?)element["url"] ?? string.Empty,
        "user" => $"@{(string?)element["user_id"]}",
        "button" => $"[{Of(element["text"])}]",
        "feedback_buttons" => $"[{Of(element["positive_button"]?["text"])}] [{Of(element["negative_button"]?["text"])}]",
        _ => Of(element["elements"] ?? element["text"]),
    };
}
