using System.Text.Json.Serialization;

namespace ChatOpsBot.RagCore.Evaluation.Cases;

/// <summary>The shares of cases that must hold, from 0 to 1.</summary>
public sealed record CaseThresholds
{
    /// <summary>Gets the share of the cases that want an answer.</summary>
    [JsonPropertyName("answered")]
    public required double Answered { get; init; }

    /// <summary>Gets the share of the cases that want none.</summary>
    [JsonPropertyName("refused")]
    public required double Refused { get; init; }
}
