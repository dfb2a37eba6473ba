using System.Collections.Frozen;

namespace ChatOpsBot.RagCore.Answering.Prompts;

/// <summary>The prompts that the code asks for, with the variables it puts in: what a file must agree with.</summary>
internal static class PromptNames
{
    public const string Answer = "answer";
    public const string Repair = "repair";
    public const string Rewrite = "rewrite";
    public const string Rerank = "rerank";

    /// <summary>The one variable whose text is the program's own.</summary>
    public const string OwnText = "problem";

    /// <summary>Gets the variables of each prompt.</summary>
    public static FrozenDictionary<string, IReadOnlyList<string>> Variables { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        [Answer] = ["question", "passages", "locale"],
        [Repair] = ["question", "passages", "draft", "problem"],
        [Rewrite] = ["question", "thread"],
        [Rerank] = ["question", "passages"],
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
