using System.Text.Json.Serialization;

namespace ChatOpsBot.RagCore.Evaluation;

/// <summary>What an evaluation of retrieval measured for one question. One line of JSON each in a file of results.</summary>
public sealed record QueryResult
{
    [JsonPropertyName("query")]
    public required string Query { get; init; }

    [JsonPropertyName("ndcg_at_10")]
    public required double NdcgAt10 { get; init; }

    [JsonPropertyName("recall_at_100")]
    public required double RecallAt100 { get; init; }

    [JsonPropertyName("mrr_at_10")]
    public required double MrrAt10 { get; init; }

    [JsonPropertyName("latency_ms")]
    public required double LatencyMs { get; init; }

    /// <summary>Gets the ids of the first ten documents, best first.</summary>
    [JsonPropertyName("ranking")]
    public required IReadOnlyList<string> Ranking { get; init; }
}
