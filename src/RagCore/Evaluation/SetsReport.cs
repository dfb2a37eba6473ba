using System.Text.Json.Serialization;

namespace ChatOpsBot.RagCore.Evaluation;

/// <summary>What an evaluation of retrieval measured over several sets. The names in JSON are a promise to programs.</summary>
public sealed record SetsReport
{
    /// <summary>Gets the report of each set by its name, in the order they were named.</summary>
    [JsonPropertyName("sets")]
    public required IReadOnlyDictionary<string, RetrievalReport> Sets { get; init; }

    /// <summary>Gets the means over the sets, each of which counts the same.</summary>
    [JsonPropertyName("mean")]
    public required SetsMean Mean { get; init; }

    /// <summary>Brings reports together.</summary>
    public static SetsReport Of(IReadOnlyDictionary<string, RetrievalReport> sets) => new() { Sets = sets, Mean = SetsMean.Of([.. sets.Values]) };
}

/// <summary>Means over sets. A half without questions in any set is left out.</summary>
public sealed record SetsMean
{
    [JsonPropertyName("ndcg_at_10")]
    public required double NdcgAt10 { get; init; }

    [JsonPropertyName("recall_at_100")]
    public required double RecallAt100 { get; init; }

    [JsonPropertyName("mrr_at_10")]
    public required double MrrAt10 { get; init; }

    [JsonPropertyName("dev_ndcg_at_10")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? DevNdcgAt10 { get; init; }

    [JsonPropertyName("test_ndcg_at_10")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TestNdcgAt10 { get; init; }

    internal static SetsMean Of(IReadOnlyCollection<RetrievalReport> sets) => new()
    {
        NdcgAt10 = RankingMetrics.Mean(sets.Select(set => set.NdcgAt10)),
        RecallAt100 = RankingMetrics.Mean(sets.Select(set => set.RecallAt100)),
        MrrAt10 = RankingMetrics.Mean(sets.Select(set => set.MrrAt10)),
        DevNdcgAt10 = MeanOf(sets.Select(set => set.Dev)),
        TestNdcgAt10 = MeanOf(sets.Select(set => set.Test)),
    };

    private static double? MeanOf(IEnumerable<RetrievalHalf?> halves)
    {
        var measured = halves.OfType<RetrievalHalf>().Select(half => half.NdcgAt10).ToArray();
        return measured.Length == 0 ? null : RankingMetrics.Mean(measured);
    }
}
