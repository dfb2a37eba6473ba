using System.Text.Json.Serialization;

namespace ChatOpsBot.RagCore.Evaluation;

/// <summary>What an evaluation of retrieval measured over some of the questions. The names in JSON are a promise to programs.</summary>
public sealed record RetrievalHalf
{
    [JsonPropertyName("queries")]
    public required int Queries { get; init; }

    [JsonPropertyName("ndcg_at_10")]
    public required double NdcgAt10 { get; init; }

    [JsonPropertyName("recall_at_100")]
    public required double RecallAt100 { get; init; }

    [JsonPropertyName("mrr_at_10")]
    public required double MrrAt10 { get; init; }

    /// <summary>Averages the results of one half; null when it has no question.</summary>
    public static RetrievalHalf? Of(QuestionPart part, IReadOnlyList<QueryResult> results)
    {
        var mine = results.Where(result => part.Holds(result.Query)).ToArray();
        return mine.Length == 0
            ? null
            : new RetrievalHalf
            {
                Queries = mine.Length,
                NdcgAt10 = RankingMetrics.Mean(mine.Select(result => result.NdcgAt10)),
                RecallAt100 = RankingMetrics.Mean(mine.Select(result => result.RecallAt100)),
                MrrAt10 = RankingMetrics.Mean(mine.Select(result => result.MrrAt10)),
            };
    }
}
