namespace ChatOpsBot.RagCore.Answering.Prompts;

/// <summary>What reading the folder of the prompts gave.</summary>
/// <param name="Set">The prompts; null when anything is wrong.</param>
/// <param name="Faults">What is wrong: a line each, with file, line, what and mend.</param>
/// <param name="Digest">Tells whether anything changed.</param>
internal sealed record PromptReading(PromptSet? Set, IReadOnlyList<string> Faults, string Digest);
