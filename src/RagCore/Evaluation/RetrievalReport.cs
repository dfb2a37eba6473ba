using System.Text.Json.Serialization;

namespace ChatOpsBot.RagCore.Evaluation;

/// <summary>What an evaluation of retrieval measured. The names in JSON are a promise to programs.</summary>
public sealed record RetrievalReport
{
    [JsonPropertyName("documents")]
    public required int Documents { get; init; }

    [JsonPropertyName("queries")]
    public required int Queries { get; init; }

    [JsonPropertyName("ndcg_at_10")]
    public required double NdcgAt10 { get; init; }

    [JsonPropertyName("recall_at_100")]
    public required double RecallAt100 { get; init; }

    [JsonPropertyName("mrr_at_10")]
    public required double MrrAt10 { get; init; }

    [JsonPropertyName("build_ms")]
    public required double BuildMs { get; init; }

    [JsonPropertyName("index_bytes")]
    public required long IndexBytes { get; init; }

    [JsonPropertyName("latency_ms")]
    public required LatencySummary LatencyMs { get; init; }

    /// <summary>Gets the figures of the half that may be tuned on, when it was asked.</summary>
    [JsonPropertyName("dev")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RetrievalHalf? Dev { get; init; }

    /// <summary>Gets the figures of the half that is only shown, when it was asked.</summary>
    [JsonPropertyName("test")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RetrievalHalf? Test { get; init; }

    /// <summary>Gets the comparison with earlier results, when one was asked for.</summary>
    [JsonPropertyName("against")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PairedComparison? Against { get; init; }

    /// <summary>Gets what was measured for each question.</summary>
    [JsonIgnore]
    public IReadOnlyList<QueryResult> Results { get; init; } = [];
}

/// <summary>Milliseconds that half of the calls, and 99 of 100, stayed within.</summary>
public sealed record LatencySummary
{
    [JsonPropertyName("p50")]
    public required double P50 { get; init; }

    [JsonPropertyName("p99")]
    public required double P99 { get; init; }

    /// <summary>Summarises samples by the nearest rank. No samples give zeros.</summary>
    public static LatencySummary Of(IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        return new LatencySummary { P50 = Percentile(sorted, 0.50), P99 = Percentile(sorted, 0.99) };
    }

    private static double Percentile(double[] sorted, double share)
        => sorted.Length == 0 ? 0 : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}
