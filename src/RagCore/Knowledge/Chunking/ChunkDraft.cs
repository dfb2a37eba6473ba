namespace ChatOpsBot.RagCore.Knowledge.Chunking;

/// <summary>A chunk with what the index must know beside its text.</summary>
/// <param name="Chunk">The chunk.</param>
/// <param name="TableHeader">The header row of the table that the chunk continues: its words belong to every part of the table.</param>
internal sealed record ChunkDraft(Chunk Chunk, TextSpan? TableHeader);
