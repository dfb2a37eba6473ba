namespace ChatOpsBot.RagCore.Knowledge.Lexical.Segments;

/// <summary>The terms of each chunk and of each title, in order.</summary>
internal sealed class ForwardIndex
{
    public required byte[] Bytes { get; init; }

    /// <summary>Gets where each chunk begins, and the end of the last.</summary>
    public required int[] ChunkOffsets { get; init; }

    /// <summary>Gets where each document's title begins, and the end of the last.</summary>
    public required int[] TitleOffsets { get; init; }

    public ForwardReader Chunk(int chunk) => new(Bytes.AsSpan(ChunkOffsets[chunk]..ChunkOffsets[chunk + 1]));

    public ForwardReader Title(int document) => new(Bytes.AsSpan(TitleOffsets[document]..TitleOffsets[document + 1]));

    public long MeasureBytes() => Bytes.Length + ((long)(ChunkOffsets.Length + TitleOffsets.Length) * sizeof(int));
}
