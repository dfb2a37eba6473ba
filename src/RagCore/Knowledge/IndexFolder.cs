namespace ChatOpsBot.RagCore.Knowledge;

/// <summary>Where this process keeps its index between two runs. What is in it can be deleted at any time.</summary>
/// <param name="Path">An absolute path.</param>
internal sealed record IndexFolder(string Path);
