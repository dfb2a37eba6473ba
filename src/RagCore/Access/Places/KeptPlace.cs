namespace ChatOpsBot.RagCore.Access.Places;

/// <summary>Settings as they are stored now.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Version">What a change must name; 0 where nothing is stored.</param>
public sealed record KeptPlace(PlaceSettings Settings, long Version);
