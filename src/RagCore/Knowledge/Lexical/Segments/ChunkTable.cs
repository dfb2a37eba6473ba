namespace ChatOpsBot.RagCore.Knowledge.Lexical.Segments;

/// <summary>The chunks of a segment: whose they are, where they stand, how long they are.</summary>
internal sealed class ChunkTable
{
    /// <summary>Gets the document of each chunk; those of one document stand side by side.</summary>
    public required ushort[] DocumentOf { get; init; }

    /// <summary>Gets the first chunk of each document, and the number of chunks at the end.</summary>
    public required int[] FirstChunk { get; init; }

    /// <summary>Gets the first character of each chunk in its document's text.</summary>
    public required int[] Starts { get; init; }

    /// <summary>Gets the first character after each chunk.</summary>
    public required int[] Ends { get; init; }

    /// <summary>Gets the heading path of each chunk, by its number in <see cref="HeadingPaths"/>.</summary>
    public required ushort[] HeadingPathOf { get; init; }

    public required IReadOnlyList<string>[] HeadingPaths { get; init; }

    /// <summary>Gets the weighted length of each chunk in terms.</summary>
    public required int[] Lengths { get; init; }

    public int Count => DocumentOf.Length;

    public (IReadOnlyList<string> HeadingPath, int Start, int End) PlaceOf(int chunk)
        => (HeadingPaths[HeadingPathOf[chunk]], Starts[chunk], Ends[chunk]);

    public long MeasureBytes()
        => ((long)(DocumentOf.Length + HeadingPathOf.Length) * sizeof(ushort)) + ((long)(FirstChunk.Length + Starts.Length + Ends.Length + Lengths.Length) * sizeof(int));
}
