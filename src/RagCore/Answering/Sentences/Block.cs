namespace ChatOpsBot.RagCore.Answering.Sentences;

/// <summary>What a block of a passage is. Headings, rules and table heads are not blocks: they are context.</summary>
internal enum BlockKind
{
    Paragraph,
    ListItem,
    TableRow,
    Code,
}

/// <summary>A paragraph, list item, table row or code block of a passage.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Group">The list or table it belongs to; a paragraph is a group of its own.</param>
/// <param name="Start">First character in the document.</param>
/// <param name="End">First character after it.</param>
/// <param name="Section">Counts the headings before it inside the passage.</param>
internal sealed record Block(BlockKind Kind, int Group, int Start, int End, int Section);
