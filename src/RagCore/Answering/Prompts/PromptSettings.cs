using System.Text.Json;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Answering.Prompts;

/// <summary>The model settings of a prompt. What is null is left to the model.</summary>
internal sealed record PromptSettings
{
    public double? Temperature { get; init; }

    public double? TopP { get; init; }

    public int? MaxOutputTokens { get; init; }

    public int? Seed { get; init; }

    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>Gets the name of the shape the reply has.</summary>
    public string? ResponseName { get; init; }

    public JsonElement? ResponseSchema { get; init; }

    public ChatOptions ToOptions() => new()
    {
        Temperature = (float?)Temperature,
        TopP = (float?)TopP,
        MaxOutputTokens = MaxOutputTokens,
        Seed = Seed,
        StopSequences = Stop.Count == 0 ? null : [.. Stop],
        ResponseFormat = ResponseSchema is { } schema ? ChatResponseFormat.ForJsonSchema(schema, ResponseName) : null,
    };
}
