namespace ChatOpsBot.RagCore.Knowledge.Lexical;

/// <summary>The postings of a set of documents. Never changes; which of its documents still count is said by <see cref="SegmentView"/>.</summary>
internal sealed class Segment
{
    public required IReadOnlyList<AnalyzedDocument> Documents { get; init; }

    /// <summary>Gets the chunks of all documents, those of one document side by side.</summary>
    public required AnalyzedChunk[] Chunks { get; init; }

    /// <summary>Gets the document of each chunk.</summary>
    public required int[] DocumentOf { get; init; }

    /// <summary>Gets the first chunk of each document, and the number of chunks at the end.</summary>
    public required int[] FirstChunk { get; init; }

    /// <summary>Gets the weighted length of each chunk.</summary>
    public required int[] Lengths { get; init; }

    /// <summary>Gets the terms that occur, ascending.</summary>
    public required int[] Terms { get; init; }

    /// <summary>Gets where the postings of each term begin, and their number at the end.</summary>
    public required int[] Offsets { get; init; }

    /// <summary>Gets the chunks that hold a term, ascending for each term.</summary>
    public required int[] PostingChunks { get; init; }

    /// <summary>Gets the weighted frequencies beside <see cref="PostingChunks"/>.</summary>
    public required byte[] PostingFrequencies { get; init; }

    /// <summary>Gets the number of each document by id.</summary>
    public required IReadOnlyDictionary<string, int> NumberOf { get; init; }

    /// <summary>Returns the range of a term's postings.</summary>
    public (int Start, int End) Postings(int term)
    {
        var at = Array.BinarySearch(Terms, term);
        return at < 0 ? (0, 0) : (Offsets[at], Offsets[at + 1]);
    }

    /// <summary>Counts the bytes of the arrays that searches read.</summary>
    public long MeasureBytes()
    {
        var words = Chunks.Sum(chunk => (long)(chunk.Words.Length + chunk.Extras.Length + chunk.Headings.Length));
        long numbers = DocumentOf.Length + FirstChunk.Length + Lengths.Length + Terms.Length + Offsets.Length + PostingChunks.Length;
        return ((numbers + words) * sizeof(int)) + PostingFrequencies.Length;
    }
}
