namespace ChatOpsBot.RagCore.Answering.Prompts;

/// <summary>Where a variable stands in a template.</summary>
/// <param name="Name">The variable, or <see cref="PromptTemplate.Fence"/>.</param>
/// <param name="Start">First character of the braces.</param>
/// <param name="Length">How many characters, the braces included.</param>
internal sealed record VariablePlace(string Name, int Start, int Length);
