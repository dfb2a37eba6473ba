using System.Globalization;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.TestKit.Contracts;

/// <summary>Messages, answers and votes as the contract suites need them.</summary>
public static class SampleTurns
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static ConversationKey Thread(string thread = "thread-1", string tenant = "default")
        => new(new TenantId(tenant), ChannelKind.Slack, "T1/C1", thread);

    public static InboundMessage Message(int number, string thread = "thread-1", string tenant = "default")
    {
        var id = number.ToString(CultureInfo.InvariantCulture);
        return new InboundMessage
        {
            TurnId = "turn-" + id,
            DeliveryId = "Ev" + id,
            DedupeKeys = ["slack:event:Ev" + id, "slack:message:T1/C1:" + id],
            Conversation = Thread(thread, tenant),
            Sender = new Sender("U1", ["staff"]),
            MessageId = "message-" + id,
            Text = "Question " + id,
            Audience = Audience.Shared,
            SentAt = Start,
            ReceivedAt = Start + TimeSpan.FromSeconds(number),
            Deadline = Start + TimeSpan.FromMinutes(30),
            Locale = "en-GB",
            Attachments = [new InboundAttachment("F1", "text/plain", 12) { Name = "plan.txt", Source = new AttachmentAddress(1, "T1") }],
            ReplyTo = new ReplyAddress(1, "C1|1700000000.000100"),
        };
    }

    public static StoredAnswer Answer(string text = "Five days.") => new(
        new AnswerReply(
            [new AnswerStatement(text, [1])],
            [new Citation(1, "leave.md", "v1", "Leave", ["Leave", "Carry over"], new Uri("leave.md#carry", UriKind.Relative), text, 3, 13, new DateOnly(2026, 1, 1))],
            AnswerMode.Extractive,
            Confidence.High,
            ["Replaced an older policy."]),
        "How many days of leave can be carried over?",
        Start + TimeSpan.FromMinutes(1),
        new Dictionary<string, double> { ["retrieve"] = 1.5 },
        new Dictionary<string, string> { ["index"] = "i1" },
        null);

    public static StoredVote Vote(
        VoteValue value, int castAtSecond = 0, string voter = "U1", string turn = "turn-1", string tenant = "default") => new(
        new InboundVote(
            new TenantId(tenant), ChannelKind.Slack, turn, voter, value, value == VoteValue.Down ? ["wrong"] : [], null, Start.AddSeconds(castAtSecond)),
        "How many days?",
        Answer().Reply,
        new Dictionary<string, string> { ["index"] = "i1" },
        TimeSpan.FromMilliseconds(40));
}
