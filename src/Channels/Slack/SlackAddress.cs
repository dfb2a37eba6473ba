using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.Channels.Slack;

/// <summary>Where a reply goes in Slack. The value of a <see cref="ReplyAddress"/> of version 1.</summary>
internal sealed record SlackAddress
{
    public const int Version = 1;

    /// <summary>Gets the workspace.</summary>
    public required string Team { get; init; }

    /// <summary>Gets the Slack channel.</summary>
    public required string Channel { get; init; }

    /// <summary>Gets the first message of the thread; null to post into the channel itself.</summary>
    public string? Thread { get; init; }

    /// <summary>Gets the time after which our own messages are looked for when a receipt was lost.</summary>
    public string? Since { get; init; }

    /// <summary>Gets the address of a private reply to a command. Valid for 30 minutes (S-41).</summary>
    public string? ResponseUrl { get; init; }

    /// <summary>Gets a private question, told again where its reply comes too late for <see cref="ResponseUrl"/>.</summary>
    public string? Asked { get; init; }

    /// <summary>Gets the person who shared the question with the channel.</summary>
    public string? SharedBy { get; init; }

    /// <summary>Gets the question that was shared, which nobody else in the channel has seen.</summary>
    public string? SharedQuestion { get; init; }

    /// <summary>Gets the person who asked about somebody else's message.</summary>
    public string? AskedBy { get; init; }

    /// <summary>Gets a value indicating whether a private reply no longer offers to be shared.</summary>
    public bool Kept { get; init; }

    [JsonIgnore]
    public string ConversationId => $"{Team}/{Channel}";

    public ReplyAddress ToReplyAddress() => new(Version, JsonSerializer.Serialize(this, SlackJsonContext.Default.SlackAddress));

    /// <summary>Reads an address that was stored.</summary>
    /// <exception cref="DeliveryException">A newer release wrote it, or it is damaged; no retry mends that.</exception>
    public static SlackAddress Read(ReplyAddress address)
    {
        if (address.Version != Version)
        {
            throw new DeliveryException(DeliveryFailure.Permanent, $"slack: address of version {address.Version}");
        }

        try
        {
            return JsonSerializer.Deserialize(address.Value, SlackJsonContext.Default.SlackAddress)
                ?? throw new DeliveryException(DeliveryFailure.Permanent, "slack: empty address");
        }
        catch (JsonException)
        {
            throw new DeliveryException(DeliveryFailure.Permanent, "slack: damaged address");
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(SlackAddress))]
[JsonSerializable(typeof(Rendering.SlackModalState))]
[JsonSerializable(typeof(Rendering.SlackSettingsState))]
internal sealed partial class SlackJsonContext : JsonSerializerContext;
