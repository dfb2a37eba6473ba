using System.Text.Json.Nodes;

namespace ChatOpsBot.Channels.Teams.Outbound.Streaming;

/// <summary>Builds the activities of a stream (T-29).</summary>
/// <remarks>The <c>streaminfo</c> entity is what the documentation asks for; Microsoft's own libraries say the same in <c>channelData</c>, which older clients read.
/// https://learn.microsoft.com/microsoftteams/platform/bots/streaming-ux</remarks>
internal static class TeamsStreamActivities
{
    private const string Informative = "informative";
    private const string Streaming = "streaming";
    private const string Final = "final";

    /// <summary>Builds a chunk: what the bot is doing, or the answer so far from its beginning.</summary>
    public static JsonObject Chunk(TeamsAddress address, string? streamId, int sequence, string text, bool isAnswer)
    {
        var info = Info(isAnswer ? Streaming : Informative, streamId);
        info["streamSequence"] = sequence;
        var body = new JsonObject { ["type"] = "typing", ["text"] = text };
        if (isAnswer)
        {
            body["textFormat"] = "markdown";
        }

        return Streamed(TeamsActivities.Addressed(body, address), info);
    }

    /// <summary>Builds the end: a message as it would be sent without a stream, and no sequence number.</summary>
    public static JsonObject End(TeamsAddress address, string streamId, JsonObject message)
    {
        var activity = TeamsActivities.Addressed(message, address);

        // Without a text Microsoft's libraries put the streamed one beside the card; an empty one says that the card is all there is.
        activity["text"] ??= string.Empty;
        return Streamed(activity, Info(Final, streamId));
    }

    private static JsonObject Info(string type, string? streamId)
    {
        var info = new JsonObject { ["streamType"] = type };
        if (streamId is not null)
        {
            info["streamId"] = streamId;
        }

        return info;
    }

    private static JsonObject Streamed(JsonObject activity, JsonObject info)
    {
        var data = activity["channelData"] as JsonObject ?? [];
        foreach (var (name, value) in info)
        {
            data[name] = value?.DeepClone();
        }

        activity["channelData"] ??= data;
        var entities = activity["entities"] as JsonArray ?? [];
        info["type"] = "streaminfo";
        entities.Add(info);
        activity["entities"] ??= entities;
        return activity;
    }
}
