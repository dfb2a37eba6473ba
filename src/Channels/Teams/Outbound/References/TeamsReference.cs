using System.Text.Json;

namespace ChatOpsBot.Channels.Teams.Outbound.References;

/// <summary>How to write into a conversation without being asked, as it is kept (T-36). Names nobody and holds no secret.</summary>
internal sealed record TeamsReference
{
    /// <summary>Gets the base address of the Connector, as the newest activity gave it.</summary>
    public required string ServiceUrl { get; init; }

    /// <summary>Gets the Entra tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>Gets the conversation without a thread.</summary>
    public required string Conversation { get; init; }

    /// <summary>Gets the bot's own id there.</summary>
    public required string Bot { get; init; }

    /// <summary>Gets the person's id in the conversation, where it is between the person and the bot alone.</summary>
    public string? Person { get; init; }

    /// <summary>Gets a value indicating whether it is between one person and the bot alone.</summary>
    public bool IsPersonal { get; init; }

    public static TeamsReference Of(TeamsAddress address) => new()
    {
        ServiceUrl = address.ServiceUrl,
        Tenant = address.Tenant,
        Conversation = TeamsId.RoomOf(address.Conversation),
        Bot = address.Bot,
        Person = address.IsPersonal ? address.Person : null,
        IsPersonal = address.IsPersonal,
    };

    /// <summary>Reads a reference; null when it is damaged.</summary>
    public static TeamsReference? Read(string value)
    {
        try
        {
            return JsonSerializer.Deserialize(value, TeamsJsonContext.Default.TeamsReference);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string Write() => JsonSerializer.Serialize(this, TeamsJsonContext.Default.TeamsReference);

    /// <summary>Returns where something nobody asked for is said.</summary>
    public TeamsAddress ToAddress() => new()
    {
        ServiceUrl = ServiceUrl,
        Tenant = Tenant,
        Conversation = Conversation,
        Bot = Bot,
        Person = Person,
        IsPersonal = IsPersonal,
    };
}
