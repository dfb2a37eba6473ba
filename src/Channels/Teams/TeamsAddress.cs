using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOpsBot.Channels.Teams.Outbound.References;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.Channels.Teams;

/// <summary>
/// Where a reply goes in Teams. The value of a <see cref="ReplyAddress"/> of version 1; of version 2 where a release that knows only the first would say
/// it to more people.
/// </summary>
internal sealed record TeamsAddress
{
    public const int Version = 1;

    private const int NotForEverybody = 2;

    /// <summary>Gets the base address of the Connector, as the activity gave it (T-36).</summary>
    public required string ServiceUrl { get; init; }

    /// <summary>Gets the Entra tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>Gets the conversation as the Connector knows it; in a channel with the <c>;messageid=</c> of the thread (T-32).</summary>
    public required string Conversation { get; init; }

    /// <summary>Gets the activity that is answered; null to say something nobody asked for, such as a welcome.</summary>
    public string? Activity { get; init; }

    /// <summary>Gets the bot's own id in the conversation, <c>28:…</c>.</summary>
    public required string Bot { get; init; }

    /// <summary>Gets the person's id in the conversation, <c>29:…</c>, which is not the id that rights are given to.</summary>
    public string? Person { get; init; }

    /// <summary>Gets a value indicating whether the conversation is between the person and the bot alone.</summary>
    public bool IsPersonal { get; init; }

    /// <summary>Gets a value indicating whether the person fetches the reply in a dialog; it is not posted.</summary>
    public bool IsFetched { get; init; }

    /// <summary>Gets a value indicating whether only <see cref="Person"/> sees what is posted, among other people.</summary>
    public bool IsTargeted { get; init; }

    public ReplyAddress ToReplyAddress() => new(IsFetched || IsTargeted ? NotForEverybody : Version, JsonSerializer.Serialize(this, TeamsJsonContext.Default.TeamsAddress));

    /// <summary>Reads an address that was stored.</summary>
    /// <exception cref="DeliveryException">A newer release wrote it, or it is damaged; no retry mends that.</exception>
    public static TeamsAddress Read(ReplyAddress address)
    {
        if (address.Version is < Version or > NotForEverybody)
        {
            throw new DeliveryException(DeliveryFailure.Permanent, $"teams: address of version {address.Version}");
        }

        try
        {
            return JsonSerializer.Deserialize(address.Value, TeamsJsonContext.Default.TeamsAddress)
                ?? throw new DeliveryException(DeliveryFailure.Permanent, "teams: empty address");
        }
        catch (JsonException)
        {
            throw new DeliveryException(DeliveryFailure.Permanent, "teams: damaged address");
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(TeamsAddress))]
[JsonSerializable(typeof(TeamsReference))]
internal sealed partial class TeamsJsonContext : JsonSerializerContext;
