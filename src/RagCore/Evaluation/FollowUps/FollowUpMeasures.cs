using System.Text.Json.Serialization;

namespace ChatOpsBot.RagCore.Evaluation.FollowUps;

/// <summary>How well the expected passages were found. The names in JSON are a promise to programs.</summary>
public sealed record FollowUpMeasures
{
    /// <summary>Gets how many turns were searched.</summary>
    [JsonPropertyName("turns")]
    public required int Turns { get; init; }

    /// <summary>Gets the share whose first passage is of the expected document.</summary>
    [JsonPropertyName("hit_at_1")]
    public required double HitAt1 { get; init; }

    /// <summary>Gets the share with a passage of the expected document among the first five.</summary>
    [JsonPropertyName("hit_at_5")]
    public required double HitAt5 { get; init; }

    /// <summary>Gets the mean of one divided by the rank of the first such passage among the first ten.</summary>
    [JsonPropertyName("mrr_at_10")]
    public required double MrrAt10 { get; init; }

    /// <summary>Gets the share with a passage of the expected section among the first five.</summary>
    [JsonPropertyName("section_at_5")]
    public required double SectionAt5 { get; init; }

    internal static FollowUpMeasures Of(IReadOnlyCollection<FollowUpResult> results) => new()
    {
        Turns = results.Count,
        HitAt1 = RankingMetrics.Mean(results.Select(result => result.Rank == 1 ? 1.0 : 0)),
        HitAt5 = RankingMetrics.Mean(results.Select(result => result.Rank is >= 1 and <= 5 ? 1.0 : 0)),
        MrrAt10 = RankingMetrics.Mean(results.Select(result => result.Rank is >= 1 and <= 10 ? 1.0 / result.Rank : 0)),
        SectionAt5 = RankingMetrics.Mean(results.Select(result => result.SectionRank is >= 1 and <= 5 ? 1.0 : 0)),
    };
}
