namespace ChatOpsBot.RagCore.Knowledge.Chunking;

/// <summary>A chunk with what the index must know beside its text.</summary>
/// <param name="Chunk">The chunk.</param>
/// <param name="LeadIn">
/// The header row of the table, or the sentence that introduces the list, that the chunk continues: its words belong to every part.
/// </param>
internal sealed record ChunkDraft(Chunk Chunk, TextSpan? LeadIn);
