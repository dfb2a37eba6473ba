namespace ChatOpsBot.RagCore.Knowledge.Lexical.Segments;

/// <summary>For each term the chunks that hold it, ascending, and how often.</summary>
internal sealed class Postings
{
    /// <summary>Gets the terms that occur, ascending.</summary>
    public required int[] Terms { get; init; }

    /// <summary>Gets where the postings of each term begin, and their number at the end.</summary>
    public required int[] Offsets { get; init; }

    public required ushort[] Chunks { get; init; }

    /// <summary>Gets the weighted frequencies beside <see cref="Chunks"/>, at most 255.</summary>
    public required byte[] Frequencies { get; init; }

    /// <summary>Returns the range of a term's postings.</summary>
    public (int Start, int End) RangeOf(int term)
    {
        var at = Array.BinarySearch(Terms, term);
        return at < 0 ? (0, 0) : (Offsets[at], Offsets[at + 1]);
    }

    public long MeasureBytes()
        => ((long)(Terms.Length + Offsets.Length) * sizeof(int)) + ((long)Chunks.Length * sizeof(ushort)) + Frequencies.Length;
}
