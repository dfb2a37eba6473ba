using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Models;

/// <summary>What https://docs.cohere.com/reference/rerank says of a request of version 2. Documents are texts; version 1 took objects too.</summary>
internal static class RerankRequestRules
{
    private const int MaxDocuments = 1_000;

    private static readonly string[] Properties = ["model", "query", "documents", "top_n", "max_tokens_per_doc", "priority"];

    /// <summary>Returns what is wrong; null when nothing is.</summary>
    public static string? Problem(JsonObject? body)
    {
        if (body is null)
        {
            return "invalid json body";
        }

        if (body.Select(property => property.Key).FirstOrDefault(name => !Properties.Contains(name)) is { } unknown)
        {
            return $"unknown field: parameter '{unknown}' is not a valid field";
        }

        return IsText(body["model"]) && IsText(body["query"]) ? DocumentsProblem(body["documents"]) ?? TopProblem(body) : "model and query must be texts that are not empty";
    }

    private static string? DocumentsProblem(JsonNode? documents)
        => documents is JsonArray { Count: > 0 and <= MaxDocuments } texts && texts.All(IsText) ? null : "documents must be a list of 1 to 1000 texts";

    private static string? TopProblem(JsonObject body)
        => !body.TryGetPropertyValue("top_n", out var top) || (top?.GetValueKind() is JsonValueKind.Number && (double)top >= 1 && (double)top == Math.Floor((double)top))
            ? null
            : "top_n must be an integer of at least 1";

    private static bool IsText(JsonNode? node) => node?.GetValueKind() is JsonValueKind.String && ((string)node!).Length > 0;
}
