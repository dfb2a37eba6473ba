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
    public bool Refuses { get; init; }

    [JsonIgnore]
    public bool IsByModel { get; init; }

    [JsonIgnore]
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>();

    [JsonIgnore]
    public double Milliseconds { get; init; }

    [JsonIgnore]
    public decimal Cost { get; init; }

    [JsonIgnore]
    public bool HasPassed => Reasons.Count == 0;
}
