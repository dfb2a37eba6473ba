using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.TestKit.Turns;

/// <summary>Makes inbound messages, valid unless a test changes them.</summary>
public static class Messages
{
    /// <summary>The time the fixed clock starts at.</summary>
    public static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Returns a private web message.</summary>
    /// <param name="id">Names the turn, the delivery and the message.</param>
    /// <param name="text">What is said.</param>
    /// <param name="thread">The conversation and thread.</param>
    public static InboundMessage Of(string id, string text = "How many days of annual leave do I get?", string thread = "C1") => new()
    {
        TurnId = $"turn-{id}",
        DeliveryId = $"delivery-{id}",
        DedupeKeys = [$"delivery:{id}", $"message:{id}"],
        Conversation = new ConversationKey(TenantId.Default, ChannelKind.Web, thread, thread),
        Sender = new Sender("ann", []),
        MessageId = $"message-{id}",
        Text = text,
        Audience = Audience.Private,
        SentAt = At,
        ReceivedAt = At,
        Deadline = At.AddHours(1),
        ReplyTo = new ReplyAddress(1, "{}"),
    };
}
