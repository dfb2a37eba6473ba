using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Turns;

/// <summary>Makes the messages that errands are accepted as.</summary>
internal static class ErrandMessages
{
    // A platform that was down for longer has forgotten what was posted there, or people have.
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);

    /// <summary>Returns an errand about a message's turn, in the same thread.</summary>
    /// <param name="asked">The message of the earlier turn.</param>
    /// <param name="errand">What is to be done.</param>
    /// <param name="turnId">The errand's own id.</param>
    /// <param name="now">The time.</param>
    /// <param name="version">Tells errands of one kind about one turn apart; empty where there is one only.</param>
    public static InboundMessage About(InboundMessage asked, Errand errand, string turnId, DateTimeOffset now, string version = "")
    {
        var key = $"errand:{errand.Kind}:{errand.TurnId}:{version}";
        return asked with
        {
            SchemaVersion = InboundMessage.CurrentSchemaVersion,
            TurnId = turnId,
            DeliveryId = key,
            DedupeKeys = [key],
            Errand = errand,
            SentAt = now,
            ReceivedAt = now,
            Deadline = now + Window,
        };
    }
}
