using System.Text.Json.Serialization;

namespace ChatOpsBot.RagCore.Models.Reranking;

/// <summary>What is sent. Only what the protocol demands and every service that speaks it knows.</summary>
internal sealed record RerankCall(
    [property: JsonPropertyName("model")] string Model,
    [property: JsonPropertyName("query")] string Query,
    [property: JsonPropertyName("documents")] IReadOnlyList<string> Documents,
    [property: JsonPropertyName("top_n"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? TopN);

/// <summary>What comes back.</summary>
internal sealed record RerankAnswer([property: JsonPropertyName("results")] IReadOnlyList<RerankResult>? Results);

/// <summary>One passage with its score.</summary>
internal sealed record RerankResult(
    [property: JsonPropertyName("index"), JsonRequired] int Index,
    [property: JsonPropertyName("relevance_score"), JsonRequired] double Score);
