using System.Text.Json.Serialization;

namespace ChatOpsBot.RagCore.Evaluation.Cases;

/// <summary>What a run over the reviewed cases gave. The names in JSON are a promise to programs.</summary>
public sealed record CaseReport
{
    [JsonPropertyName("cases")]
    public required int Cases { get; init; }

    [JsonPropertyName("passed")]
    public required int Passed { get; init; }

    /// <summary>Gets the share of the cases that want an answer and passed; 1 when there are none.</summary>
    [JsonPropertyName("answered")]
    public required double Answered { get; init; }

    /// <summary>Gets the share of the cases that want none and passed; 1 when there are none.</summary>
    [JsonPropertyName("refused")]
    public required double Refused { get; init; }

    [JsonPropertyName("thresholds")]
    public required CaseThresholds Thresholds { get; init; }

    /// <summary>Gets whether both shares reach their thresholds.</summary>
    [JsonPropertyName("holds")]
    public required bool Holds { get; init; }

    /// <summary>Gets how many answers a model wrote. None: the version of a prompt made no difference.</summary>
    [JsonPropertyName("model_answers")]
    public required int ModelAnswers { get; init; }

    /// <summary>Gets what was used, by name, such as <c>prompt.answer</c>; several versions are joined.</summary>
    [JsonPropertyName("versions")]
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>Gets what models were paid.</summary>
    [JsonPropertyName("cost")]
    public required decimal Cost { get; init; }

    [JsonPropertyName("latency_ms")]
    public required LatencySummary LatencyMs { get; init; }

    /// <summary>Gets the cases that did not pass, with reasons.</summary>
    [JsonPropertyName("failed")]
    public required IReadOnlyList<CaseResult> Failed { get; init; }

    /// <summary>Gets the comparison with the other version, when one was named: how much more cases passed than with that one.</summary>
    [JsonPropertyName("against")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PairedComparison? Against { get; init; }

    /// <summary>Gets the results of every case.</summary>
    [JsonIgnore]
    public IReadOnlyList<CaseResult> Results { get; init; } = [];

    /// <summary>Summarises results.</summary>
    public static CaseReport Of(IReadOnlyList<CaseResult> results, CaseThresholds thresholds)
    {
        var answered = Share(results.Where(result => !result.Refuses));
        var refused = Share(results.Where(result => result.Refuses));
        return new CaseReport
        {
            Cases = results.Count,
            Passed = results.Count(result => result.HasPassed),
            Answered = Math.Round(answered, 4),
            Refused = Math.Round(refused, 4),
            Thresholds = thresholds,
            Holds = answered >= thresholds.Answered && refused >= thresholds.Refused,
            ModelAnswers = results.Count(result => result.IsByModel),
            Versions = results.SelectMany(result => result.Versions)
                .GroupBy(version => version.Key, version => version.Value, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => string.Join(", ", group.Distinct().Order(StringComparer.Ordinal)), StringComparer.Ordinal),
            Cost = results.Sum(result => result.Cost),
            LatencyMs = LatencySummary.Of(results.Select(result => Math.Round(result.Milliseconds, 3))),
            Failed = [.. results.Where(result => !result.HasPassed)],
            Results = results,
        };
    }

    /// <summary>Returns this report with its comparison.</summary>
    /// <param name="other">The run with the other version.</param>
    /// <param name="random">The same seed gives the same significance.</param>
    public CaseReport ComparedWith(CaseReport other, Random random)
        => this with { Against = PairedComparison.Of(Scores(other.Results), Scores(Results), random) };

    private static Dictionary<string, double> Scores(IReadOnlyList<CaseResult> results)
        => results.ToDictionary(result => result.Id, result => result.HasPassed ? 1d : 0d, StringComparer.Ordinal);

    private static double Share(IEnumerable<CaseResult> results) => results.Select(result => result.HasPassed ? 1d : 0d).DefaultIfEmpty(1).Average();
}
