using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Knowledge.Dense;

/// <summary>Tells a generator what its vectors are for: those of documents may be kept on disk, those of questions may not.</summary>
internal static class EmbeddingUse
{
    private const string Key = "chatopsbot.use";
    private const string Question = "question";

    /// <summary>Returns the options of a call that embeds what a person asked.</summary>
    public static EmbeddingGenerationOptions OfQuestion() => new() { AdditionalProperties = new AdditionalPropertiesDictionary { [Key] = Question } };

    /// <summary>Says whether a call embeds what a person asked.</summary>
    public static bool IsQuestion(EmbeddingGenerationOptions? options)
        => options?.AdditionalProperties is { } properties && properties.TryGetValue(Key, out var use) && use is Question;
}
