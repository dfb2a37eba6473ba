namespace ChatOpsBot.RagCore.Knowledge.Lexical;

/// <summary>A document as numbers of terms: what postings are built from, again and again, without reading text again.</summary>
/// <param name="Document">The document.</param>
/// <param name="Title">The terms of its title.</param>
/// <param name="Chunks">Its chunks.</param>
internal sealed record AnalyzedDocument(Document Document, int[] Title, AnalyzedChunk[] Chunks);

/// <summary>A chunk as numbers of terms.</summary>
/// <param name="Chunk">The chunk.</param>
/// <param name="Words">The words in order.</param>
/// <param name="Extras">Terms beside the words: identifiers as a whole, the header of the table that the chunk continues.</param>
/// <param name="Headings">The terms of its heading path.</param>
internal sealed record AnalyzedChunk(Chunk Chunk, int[] Words, int[] Extras, int[] Headings);
