using System.Text.Json.Serialization;

namespace ChatOpsBot.RagCore.Evaluation.FollowUps;

/// <summary>How one turn was searched in one way.</summary>
/// <param name="Turn">The turn's id.</param>
/// <param name="Kind">The turn's kind.</param>
/// <param name="Way">How the question was made: <c>raw</c>, <c>heuristic</c>, <c>model</c> or <c>hand</c>.</param>
/// <param name="Searched">What was searched for.</param>
/// <param name="Rank">The rank of the first passage of the expected document, from 1; 0 when it was not found.</param>
/// <param name="SectionRank">The same for a passage of the expected section.</param>
public sealed record FollowUpResult(
    [property: JsonPropertyName("turn")] string Turn,
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("way")] string Way,
    [property: JsonPropertyName("searched")] IReadOnlyList<string> Searched,
    [property: JsonPropertyName("rank")] int Rank,
    [property: JsonPropertyName("section_rank")] int SectionRank);
