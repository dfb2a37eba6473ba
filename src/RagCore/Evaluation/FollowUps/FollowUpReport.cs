using System.Text.Json.Serialization;

namespace ChatOpsBot.RagCore.Evaluation.FollowUps;

/// <summary>What an evaluation of follow-up questions measured, by the way the question was made. The names in JSON are a promise to programs.</summary>
public sealed record FollowUpReport
{
    /// <summary>Gets the figures of all turns, by way.</summary>
    [JsonPropertyName("all")]
    public required IReadOnlyDictionary<string, FollowUpMeasures> All { get; init; }

    /// <summary>Gets the figures of the half that may be tuned on, by way.</summary>
    [JsonPropertyName("dev")]
    public required IReadOnlyDictionary<string, FollowUpMeasures> Dev { get; init; }

    /// <summary>Gets the figures of the half that is only shown, by way.</summary>
    [JsonPropertyName("test")]
    public required IReadOnlyDictionary<string, FollowUpMeasures> Test { get; init; }

    /// <summary>Gets the figures of each kind of turn, by kind and way.</summary>
    [JsonPropertyName("kinds")]
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, FollowUpMeasures>> Kinds { get; init; }

    /// <summary>Gets every single result.</summary>
    [JsonIgnore]
    public IReadOnlyList<FollowUpResult> Results { get; init; } = [];

    internal static FollowUpReport Of(IReadOnlyList<FollowUpResult> results) => new()
    {
        All = ByWay(results),
        Dev = ByWay(results.Where(result => QuestionPart.Dev.Holds(result.Turn))),
        Test = ByWay(results.Where(result => QuestionPart.Test.Holds(result.Turn))),
        Kinds = results.GroupBy(result => result.Kind, StringComparer.Ordinal).ToDictionary(group => group.Key, IReadOnlyDictionary<string, FollowUpMeasures> (group) => ByWay(group), StringComparer.Ordinal),
        Results = results,
    };

    private static Dictionary<string, FollowUpMeasures> ByWay(IEnumerable<FollowUpResult> results)
        => results.GroupBy(result => result.Way, StringComparer.Ordinal).ToDictionary(group => group.Key, group => FollowUpMeasures.Of([.. group]), StringComparer.Ordinal);
}
