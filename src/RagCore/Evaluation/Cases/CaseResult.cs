using System.Text.Json.Serialization;

namespace ChatOpsBot.RagCore.Evaluation.Cases;

/// <summary>What became of a case.</summary>
public sealed record CaseResult
{
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>Gets why it did not pass; empty when it did.</summary>
    [JsonPropertyName("reasons")]
    public required IReadOnlyList<string> Reasons { get; init; }

    [JsonIgnore]
    public required bool Refuses { get; init; }

    [JsonIgnore]
    public required bool IsByModel { get; init; }

    [JsonIgnore]
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    [JsonIgnore]
    public required double Milliseconds { get; init; }

    [JsonIgnore]
    public required decimal Cost { get; init; }

    [JsonIgnore]
    public bool HasPassed => Reasons.Count == 0;
}
