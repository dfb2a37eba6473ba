using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Models;

/// <summary>What the API description says of CreateEmbeddingRequest. Tokens instead of texts are not taken by the fake.</summary>
internal static class EmbeddingRequestRules
{
    private const int MaxInputs = 2048;
    private const int MaxTokensOfInput = 8192;
    private const int MaxTokens = 300_000;

    private static readonly string[] Properties = ["input", "model", "encoding_format", "dimensions", "user"];

    public static EmbeddingProblem? Problem(JsonObject? body)
    {
        if (body is null)
        {
            return new EmbeddingProblem(400, "We could not parse the JSON body of your request.", null);
        }

        if (body.Select(property => property.Key).FirstOrDefault(name => !Properties.Contains(name)) is { } unknown)
        {
            return new EmbeddingProblem(400, $"Unrecognized request argument supplied: {unknown}", unknown);
        }

        return ModelProblem(body) ?? InputProblem(body["input"]) ?? FormatProblem(body) ?? DimensionsProblem(body);
    }

    public static IReadOnlyList<string> TextsOf(JsonObject body)
        => body["input"] is JsonArray array ? [.. array.Select(text => (string)text!)] : [(string)body["input"]!];

    private static EmbeddingProblem? ModelProblem(JsonObject body) => body["model"]?.GetValueKind() switch
    {
        JsonValueKind.String when (string?)body["model"] is FakeEmbeddings.Model or FakeEmbeddings.FixedModel => null,
        JsonValueKind.String => new EmbeddingProblem(404, $"The model `{body["model"]}` does not exist.", "model"),
        _ => new EmbeddingProblem(400, "you must provide a model parameter", "model"),
    };

    private static EmbeddingProblem? InputProblem(JsonNode? input)
    {
        JsonNode?[] items = input is JsonArray array ? [.. array] : [input];
        var isWrong = items.Length is 0 or > MaxInputs
            || items.Any(item => item?.GetValueKind() is not JsonValueKind.String || ((string)item!).Length == 0 || WordVectors.CountTokens((string)item!) > MaxTokensOfInput)
            || items.Sum(item => WordVectors.CountTokens((string)item!)) > MaxTokens;
        return isWrong ? new EmbeddingProblem(400, $"'$.input' is invalid: {input?.ToJsonString()}", "input") : null;
    }

    private static EmbeddingProblem? FormatProblem(JsonObject body)
        => body["encoding_format"] is { } format && format.ToString() is not ("float" or "base64")
            ? new EmbeddingProblem(400, $"'{format}' is not one of ['float', 'base64']", "encoding_format")
            : null;

    private static EmbeddingProblem? DimensionsProblem(JsonObject body)
    {
        if (!body.TryGetPropertyValue("dimensions", out var dimensions))
        {
            return null;
        }

        if ((string?)body["model"] is not FakeEmbeddings.Model)
        {
            return new EmbeddingProblem(400, "This model does not support specifying dimensions.", "dimensions");
        }

        return dimensions?.GetValueKind() is JsonValueKind.Number && (double)dimensions is >= 1 and <= FakeEmbeddings.Dimensions and var number && number == Math.Floor(number)
            ? null
            : new EmbeddingProblem(400, $"Invalid value for 'dimensions' = {dimensions}.", "dimensions");
    }
}

/// <summary>Why a request is refused.</summary>
internal sealed record EmbeddingProblem(int Status, string Message, string? Parameter);
