using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.RagCore.Turns;

/// <summary>
/// Removes what is kept of conversations the bot was removed from (S-31, T-37). The wish is stored like a message, so that it survives a restart; turns that
/// have not ended are cancelled or end without an answer.
/// </summary>
public sealed class PlaceRemoval(IInbox inbox, IIdGenerator ids, TimeProvider time)
{
    private const int MaxPrefixLength = 512;

    // A store that was down for longer is an operator's matter.
    private static readonly TimeSpan Window = TimeSpan.FromDays(7);

    /// <summary>Stores the wish.</summary>
    /// <param name="place">What was left.</param>
    /// <param name="eventId">The platform's id of the event that told of it, so that its repetition changes nothing.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <exception cref="StoreUnavailableException">It cannot be stored now; the platform is to deliver the event again.</exception>
    public async Task<ChangeResult> RequestAsync(Place place, string eventId, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(place.ConversationPrefix.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(place.ConversationPrefix.Length, MaxPrefixLength);
        var now = time.GetUtcNow();
        var key = $"errand:{ErrandKind.ClearPlace}:{place.Tenant.Value}:{place.Channel}:{place.ConversationPrefix}:{eventId}";
        var errand = new InboundMessage
        {
            SchemaVersion = InboundMessage.CurrentSchemaVersion,
            TurnId = ids.NewId(),
            DeliveryId = eventId,
            DedupeKeys = [key],
            Conversation = new ConversationKey(place.Tenant, place.Channel, place.ConversationPrefix, "removed"),
            Sender = new Sender("bot", []),
            MessageId = key,
            Text = string.Empty,
            Audience = Audience.Unknown,
            SentAt = now,
            ReceivedAt = now,
            Deadline = now + Window,
            Errand = new Errand(ErrandKind.ClearPlace, string.Empty),
            ReplyTo = new ReplyAddress(1, "{}"),
        };
        return await inbox.AcceptAsync(errand, cancellationToken) switch
        {
            AcceptResult.Accepted => ChangeResult.Taken,
            AcceptResult.Duplicate => ChangeResult.Duplicate,
            _ => ChangeResult.Full,
        };
    }
}
