using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.RagCore.Storage.Serialization;

/// <summary>Reads stored JSON and refuses what a newer release wrote. Half a surrogate pair, which no UTF-8 can hold, was stored as U+FFFD.</summary>
internal static class StoredForm
{
    /// <summary>Gets how JSON is written: text stays readable, since nobody shows this file in a browser.</summary>
    public static JsonWriterOptions Writer { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static InboundMessage ReadMessage(ReadOnlySpan<byte> json)
    {
        var message = Read(json, StoredJson.Default.InboundMessage);
        RequireKnown(nameof(InboundMessage), message.SchemaVersion, InboundMessage.CurrentSchemaVersion);
        return message;
    }

    public static StoredAnswer ReadAnswer(ReadOnlySpan<byte> json)
    {
        var answer = Read(json, StoredJson.Default.StoredAnswer);
        RequireKnown(nameof(Reply), answer.Reply.SchemaVersion, Reply.CurrentSchemaVersion);
        return answer;
    }

    public static StoredVote ReadVote(ReadOnlySpan<byte> json)
    {
        var vote = Read(json, StoredJson.Default.StoredVote);
        RequireKnown(nameof(StoredVote), vote.SchemaVersion, StoredVote.CurrentSchemaVersion);
        RequireKnown(nameof(Reply), vote.Reply.SchemaVersion, Reply.CurrentSchemaVersion);
        return vote;
    }

    public static DeliveryReceipt ReadReceipt(ReadOnlySpan<byte> json) => Read(json, StoredJson.Default.DeliveryReceipt);

    private static T Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new JsonException("The stored record is null.");
        }
        catch (Exception unreadable) when (unreadable is JsonException or NotSupportedException)
        {
            throw new StoreUnavailableException(
                $"A stored {typeof(T).Name} cannot be read by this release; start the release that wrote it, or a newer one.", unreadable);
        }
    }

    private static void RequireKnown(string name, int version, int current)
    {
        if (version > current)
        {
            throw new StoreUnavailableException(
                $"A stored {name} has schema version {version}; this release reads up to {current}. Start the release that wrote it, or a newer one.");
        }
    }
}
