using System.Text.Json.Serialization;

namespace ChatOpsBot.RagCore.Conversations;

/// <summary>One message a person addressed to the bot, in no platform's vocabulary. Stored before it is acknowledged.</summary>
public sealed record InboundMessage
{
    /// <summary>The version of this record's stored form.</summary>
    public const int CurrentSchemaVersion = 2;

    /// <summary>Gets the version of the stored form this instance was written with: 2 with an errand, which a release that knows none must not take for a question.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>Gets our own id of the turn this message starts.</summary>
    public required string TurnId { get; init; }

    /// <summary>Gets the platform's id of this delivery. Two deliveries with one id are one message.</summary>
    public required string DeliveryId { get; init; }

    /// <summary>Gets every key under which this message may arrive again (S-20…S-23, T-12), each with its kind and scope in front.</summary>
    public required IReadOnlyList<string> DedupeKeys { get; init; }

    /// <summary>Gets where the message was said.</summary>
    public required ConversationKey Conversation { get; init; }

    /// <summary>Gets who said it.</summary>
    public required Sender Sender { get; init; }

    /// <summary>Gets the platform's id of the message.</summary>
    public required string MessageId { get; init; }

    /// <summary>Gets the plain text, the bot's own mention removed. May be empty.</summary>
    public required string Text { get; init; }

    /// <summary>Gets who will be able to read the reply.</summary>
    public required Audience Audience { get; init; }

    /// <summary>Gets the platform's time of the message.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>Gets our time of its arrival.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Gets the time after which an answer can no longer be delivered or is of no use.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>Gets the sender's language as a BCP 47 tag, when the platform says it.</summary>
    public string? Locale { get; init; }

    /// <summary>Gets the language of the text as a BCP 47 tag, when it is clear.</summary>
    public string? Language { get; init; }

    /// <summary>Gets the language the person is spoken to in: that of the text, else the platform's. Null for English.</summary>
    [JsonIgnore]
    public string? ReplyLanguage => Language ?? Locale;

    /// <summary>Gets the files that came with the message.</summary>
    public IReadOnlyList<InboundAttachment> Attachments { get; init; } = [];

    /// <summary>Gets what is to be done about an earlier turn; null for what a person said.</summary>
    public Errand? Errand { get; init; }

    /// <summary>Gets what the person quoted of others to ask about it, in one line; null when nothing. It is no part of the question.</summary>
    public string? Quoted { get; init; }

    /// <summary>Gets how the channel answers.</summary>
    public required ReplyAddress ReplyTo { get; init; }
}
