namespace ChatOpsBot.RagCore.Knowledge;

/// <summary>A piece of a document that is indexed and found as one.</summary>
/// <param name="Document">The document.</param>
/// <param name="Ordinal">Its place among the document's chunks, from 0.</param>
/// <param name="HeadingPath">The headings above it, outermost first, as plain text; without the title.</param>
/// <param name="Start">First character in the document's text.</param>
/// <param name="End">First character after it.</param>
public sealed record Chunk(Document Document, int Ordinal, IReadOnlyList<string> HeadingPath, int Start, int End)
{
    /// <summary>Gets the text exactly as it stands in the document.</summary>
    public string Text => Document.Text[Start..End];

    /// <summary>Gets the page, slide or sheet of the original that it starts at, when the document has such places.</summary>
    public PlaceMark? Place => Document.PlaceAt(Start);
}

/// <summary>A chunk that was found.</summary>
/// <param name="Chunk">The chunk.</param>
/// <param name="Score">How well it matches; comparable only inside one result.</param>
public sealed record Passage(Chunk Chunk, double Score);
