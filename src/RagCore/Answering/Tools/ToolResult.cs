using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Answering.Tools;

/// <summary>What a tool found. Data like the text of a document, and believed as little.</summary>
/// <param name="Title">What it is cited as. From a definition or the configuration.</param>
/// <param name="Text">The text.</param>
/// <param name="Format">How the text is to be read.</param>
/// <param name="Link">Where a person can look it up. From a definition or the configuration; null when nowhere.</param>
internal sealed record ToolResult(string Title, string Text, TextFormat Format, Uri? Link);
