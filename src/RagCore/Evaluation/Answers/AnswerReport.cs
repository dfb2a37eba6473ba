using System.Text.Json.Serialization;

namespace ChatOpsBot.RagCore.Evaluation.Answers;

/// <summary>What an evaluation of answers measured. The names in JSON are a promise to programs.</summary>
public sealed record AnswerReport
{
    /// <summary>Gets how many questions were asked.</summary>
    [JsonPropertyName("questions")]
    public required int Questions { get; init; }

    /// <summary>Gets how many of them have an answer in the file.</summary>
    [JsonPropertyName("answerable")]
    public required int Answerable { get; init; }

    /// <summary>Gets the share of the answerable questions with a gold answer in a quoted span; an abstention is a miss.</summary>
    [JsonPropertyName("hit_rate")]
    public required double HitRate { get; init; }

    /// <summary>Gets the share of the abstentions that were right.</summary>
    [JsonPropertyName("abstain_precision")]
    public required double AbstainPrecision { get; init; }

    /// <summary>Gets the share of the unanswerable questions that were abstained from.</summary>
    [JsonPropertyName("abstain_recall")]
    public required double AbstainRecall { get; init; }

    /// <summary>Gets how well low support tells the unanswerable from the answerable: the area under the ROC curve.</summary>
    [JsonPropertyName("auroc")]
    public required double Auroc { get; init; }

    /// <summary>Gets the share of the citations whose quote stands at its span in the document as it is indexed.</summary>
    [JsonPropertyName("citation_valid")]
    public required double CitationValid { get; init; }

    /// <summary>Gets how long a question took.</summary>
    [JsonPropertyName("latency_ms")]
    public required LatencySummary LatencyMs { get; init; }

    /// <summary>Gets the figures of the half that may be tuned on, when it was asked.</summary>
    [JsonPropertyName("dev")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AnswerReport? Dev { get; init; }

    /// <summary>Gets the figures of the half that is only shown, when it was asked.</summary>
    [JsonPropertyName("test")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AnswerReport? Test { get; init; }
}
