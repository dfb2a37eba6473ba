namespace ChatOpsBot.RagCore.Access.Places;

/// <summary>How the bot behaves in one place, as its managers want it. Settings narrow what the bot does there and never widen what anybody may read.</summary>
public sealed record PlaceSettings
{
    /// <summary>The version of this record's stored form.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>The most people that can be listed.</summary>
    public const int MaxPeople = 100;

    /// <summary>The most sources that can be listed.</summary>
    public const int MaxSources = 100;

    /// <summary>Gets what holds where nobody has set anything.</summary>
    public static PlaceSettings Default { get; } = new();

    /// <summary>Gets the version of the stored form this instance was written with.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>Gets a value indicating whether every question is answered, and not those alone that mention the bot.</summary>
    public bool AnswersEveryQuestion { get; init; }

    /// <summary>Gets the names of the sources that answers may come from; empty for all that the audience may read.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Gets the language the bot speaks there as a BCP 47 tag; null to follow the person.</summary>
    public string? Language { get; init; }

    /// <summary>Gets the platform's ids of those who may ask; empty for everybody.</summary>
    public IReadOnlyList<string> People { get; init; } = [];

    /// <summary>Says whether a person may ask.</summary>
    public bool Admits(string person) => People.Count == 0 || People.Contains(person, StringComparer.Ordinal);
}
