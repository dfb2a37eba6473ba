namespace ChatOpsBot.RagCore.Knowledge.Lexical.Segments;

/// <summary>
/// The index of up to 65,536 chunks, so that a chunk's number takes two bytes and the scores of all fit into a processor's cache. Never
/// changes; which of its documents still count is said by <see cref="SegmentView"/>.
/// </summary>
internal sealed class Segment
{
    /// <summary>The largest number of chunks.</summary>
    public const int MaxChunks = 1 << 16;

    public required DocumentTable Documents { get; init; }

    public required ReaderSets Readers { get; init; }

    /// <summary>Gets where each chunk stands.</summary>
    public required ChunkTable Chunks { get; init; }

    /// <summary>Gets which chunks hold which term.</summary>
    public required Postings Postings { get; init; }

    /// <summary>Gets which terms each chunk and title holds.</summary>
    public required ForwardIndex Forward { get; init; }

    /// <summary>Counts the bytes of the arrays that searches read.</summary>
    public long MeasureBytes() => Chunks.MeasureBytes() + Postings.MeasureBytes() + Forward.MeasureBytes();

    /// <summary>Returns the document of a chunk.</summary>
    public Document DocumentOf(int chunk) => Documents.Get(Chunks.DocumentOf[chunk]);

    /// <summary>Returns the place of a chunk among its document's, from 0.</summary>
    public int OrdinalOf(int chunk) => chunk - Chunks.FirstChunk[Chunks.DocumentOf[chunk]];

    /// <summary>Returns a chunk as callers know it.</summary>
    public Chunk Materialize(int chunk)
    {
        var (headings, start, end) = Chunks.PlaceOf(chunk);
        return new Chunk(DocumentOf(chunk), OrdinalOf(chunk), headings, start, end);
    }
}
