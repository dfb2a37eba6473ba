using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Slack.Outbound.Streaming;

/// <summary>Builds the arguments of the calls that stream. A stream takes no metadata before its end, so its step carries the turn's mark (S-58).</summary>
internal static class SlackStreamArguments
{
    private const int MaxTitle = 250;

    public static JsonObject Start(SlackAddress address, ReplyTarget target) => new()
    {
        ["channel"] = address.Channel,
        ["thread_ts"] = address.Thread,
        ["recipient_user_id"] = target.RecipientId,
        ["recipient_team_id"] = address.Team,
        ["chunks"] = new JsonArray(Step(target.TurnId, Phrases.For(target.Locale)[Phrase.Searching], "in_progress")),
    };

    public static JsonObject Append(string channel, string ts, params JsonObject[] chunks)
        => new() { ["channel"] = channel, ["ts"] = ts, ["chunks"] = new JsonArray([.. chunks]) };

    /// <summary>Ends a stream as it is.</summary>
    public static JsonObject Stop(string channel, string ts) => new() { ["channel"] = channel, ["ts"] = ts };

    /// <summary>Ends a stream with all that the reply still needs.</summary>
    public static JsonObject Stop(string channel, SlackStream stream, SlackStreamEnding ending, string? locale)
    {
        JsonObject[] chunks = ending.Text.Length > 0 ? [Done(stream, locale), Text(ending.Text)] : [Done(stream, locale)];
        var arguments = Append(channel, stream.Ts, chunks);
        arguments["blocks"] = ending.Blocks.DeepClone();
        arguments["metadata"] = SlackMessageArguments.MarkOf(stream.TurnId, part: 1);
        return arguments;
    }

    public static JsonObject Text(string text) => new() { ["type"] = "markdown_text", ["text"] = text };

    public static JsonObject Step(string turnId, string title, string status) => new()
    {
        ["type"] = "task_update",
        ["id"] = SlackActions.Mark(turnId, 1),
        ["title"] = DisplayText.OneLine(title, MaxTitle),
        ["status"] = status,
    };

    /// <summary>The step, done.</summary>
    public static JsonObject Done(SlackStream stream, string? locale) => Step(
        stream.TurnId,
        stream.Sources > 0 ? Phrases.For(locale).Say(Phrase.ReadSources, ("count", $"{stream.Sources}")) : Phrases.For(locale)[Phrase.SearchedDocuments],
        "complete");
}

/// <summary>What a stream ends with: with what stands there already it is the whole reply.</summary>
/// <param name="Text">The rest of the text.</param>
/// <param name="Blocks">What stands under it.</param>
internal sealed record SlackStreamEnding(string Text, JsonArray Blocks);
