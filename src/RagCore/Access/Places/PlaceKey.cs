using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Records;

namespace ChatOpsBot.RagCore.Access.Places;

/// <summary>A place that can have settings: what Slack calls a channel, Teams a chat or channel, with all its threads.</summary>
/// <param name="Tenant">The organisation.</param>
/// <param name="Channel">The platform.</param>
/// <param name="ConversationId">The platform's id of it.</param>
public readonly record struct PlaceKey(TenantId Tenant, ChannelKind Channel, string ConversationId)
{
    /// <summary>Gets a value indicating whether it can be set up at all: programs and the console have nobody who manages a place.</summary>
    public bool CanBeSetUp => Channel is ChannelKind.Slack or ChannelKind.Teams && ConversationId.Length > 0 && ToKey().Length <= RecordKey.MaxLength;

    /// <summary>Returns the place a message was said in.</summary>
    public static PlaceKey Of(ConversationKey conversation) => new(conversation.Tenant, conversation.Channel, conversation.ConversationId);

    /// <summary>Returns the name of the record.</summary>
    public RecordKey ToRecordKey() => new(RecordKind.PlaceSettings, ToKey());

    /// <summary>Returns what the names of the records of a place begin with.</summary>
    internal static string PrefixOf(Place place) => $"{place.Tenant.Value}/{place.Channel}/{place.ConversationPrefix}";

    private string ToKey() => $"{Tenant.Value}/{Channel}/{ConversationId}";
}
