namespace ChatOpsBot.RagCore.Answering.Sentences;

/// <summary>A piece of a passage that can be said on its own: a sentence, a list item, a table row, a code block.</summary>
/// <param name="Block">The block it stands in.</param>
/// <param name="Start">First character in the document.</param>
/// <param name="End">First character after it.</param>
/// <param name="Text">What a person is shown: plain text; a table row with the labels of its columns.</param>
internal sealed record Sentence(Block Block, int Start, int End, string Text);
