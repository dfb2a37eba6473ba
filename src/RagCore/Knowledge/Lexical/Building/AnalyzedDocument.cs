namespace ChatOpsBot.RagCore.Knowledge.Lexical.Building;

/// <summary>A document as numbers of terms: what a segment is built from.</summary>
/// <param name="Document">The document.</param>
/// <param name="Title">The terms of its title.</param>
/// <param name="Chunks">Its chunks; at least one.</param>
internal sealed record AnalyzedDocument(Document Document, int[] Title, AnalyzedChunk[] Chunks);

/// <summary>A chunk as numbers of terms.</summary>
/// <param name="Place">Where it stands in the document.</param>
/// <param name="Words">The words in order.</param>
/// <param name="Extras">Terms beside the words: identifiers as a whole, the header of the table that the chunk continues.</param>
/// <param name="Headings">The terms of its heading path.</param>
internal sealed record AnalyzedChunk(ChunkPlace Place, int[] Words, int[] Extras, int[] Headings);

/// <summary>Where a chunk stands in its document.</summary>
/// <param name="HeadingPath">The headings above it, outermost first.</param>
/// <param name="Start">First character in the document's text.</param>
/// <param name="End">First character after it.</param>
internal readonly record struct ChunkPlace(IReadOnlyList<string> HeadingPath, int Start, int End);
