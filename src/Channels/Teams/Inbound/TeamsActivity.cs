using System.Globalization;
using System.Text.Json;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Conversations.Wire;

namespace ChatOpsBot.Channels.Teams.Inbound;

/// <summary>An activity with what every kind of it has. The rest is read from <paramref name="Root"/> by those who need it.</summary>
/// <param name="Root">The activity.</param>
/// <param name="Type">What kind it is.</param>
/// <param name="ChannelId">The channel of the Bot Framework, <c>msteams</c>.</param>
/// <param name="ServiceUrl">Where the Connector is for this conversation.</param>
/// <param name="Conversation">The conversation, in a channel with the <c>;messageid=</c> of the thread.</param>
/// <param name="From">The id of who did it in this conversation, <c>29:…</c>.</param>
/// <param name="Bot">The bot's own id in this conversation, <c>28:…</c>.</param>
internal sealed record TeamsActivity(
    JsonElement Root, string Type, string? ChannelId, string? ServiceUrl, string? Conversation, string? From, string? Bot)
{
    // What is further from our own clock than this is no time of a message.
    private static readonly TimeSpan Plausible = TimeSpan.FromDays(2);

    /// <summary>Gets the id of the activity, which for changes is the id of the message they change.</summary>
    public string? Id => Root.Id("id"u8);

    /// <summary>Gets the tenant that the conversation belongs to.</summary>
    public string? Tenant
        => (Root.Member("channelData"u8).Member("tenant"u8).Id("id"u8) ?? Root.Member("conversation"u8).Id("tenantId"u8))?.ToLowerInvariant();

    /// <summary>Gets the person's id in Microsoft Entra, which is the same everywhere and which rights are given to; else the id in the conversation.</summary>
    public string? Person => Root.Member("from"u8).Id("aadObjectId"u8)?.ToLowerInvariant() ?? From;

    /// <summary>Gets the conversation without its thread.</summary>
    public string? Room => Conversation is { } id ? TeamsId.RoomOf(id) : null;

    public bool IsPersonal => ConversationType() == "personal";

    public bool IsChannel => ConversationType() == "channel";

    /// <summary>Gets a value indicating whether it happened in a team.</summary>
    public bool IsInTeam => Root.Member("channelData"u8).Member("team"u8).ValueKind is JsonValueKind.Object;

    /// <summary>Gets the message that is answered or whose card was clicked.</summary>
    public string? ReplyTo => Root.Id("replyToId"u8);

    /// <summary>Gets what happened to a message or a team, as Teams names it.</summary>
    public string? EventType => Root.Member("channelData"u8).Text("eventType"u8);

    /// <summary>Gets the words of the language that the person's client is in.</summary>
    public Phrases Words => Phrases.For(Root.Id("locale"u8));

    /// <summary>Reads an activity; null when it is none.</summary>
    public static TeamsActivity? Read(JsonElement root)
        => root.Text("type"u8) is { Length: > 0 } type
            ? new TeamsActivity(
                root,
                type,
                root.Text("channelId"u8),
                root.Text("serviceUrl"u8),
                root.Member("conversation"u8).Id("id"u8),
                root.Member("from"u8).Id("id"u8),
                root.Member("recipient"u8).Id("id"u8))
            : null;

    /// <summary>Returns the platform's time of the activity; our own when it gives none, or an impossible one.</summary>
    public DateTimeOffset At(DateTimeOffset now)
        => DateTimeOffset.TryParse(Root.Text("timestamp"u8), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            && at > now - Plausible && at < now + Plausible ? at : now;

    private string? ConversationType() => Root.Member("conversation"u8).Text("conversationType"u8);
}
