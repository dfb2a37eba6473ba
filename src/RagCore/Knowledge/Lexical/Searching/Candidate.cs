namespace ChatOpsBot.RagCore.Knowledge.Lexical.Searching;

/// <summary>A chunk on its way to becoming a passage.</summary>
internal struct Candidate
{
    /// <summary>The place of its segment in the snapshot.</summary>
    public int Segment;

    /// <summary>Its number in the segment.</summary>
    public int Chunk;

    /// <summary>The number of its vector.</summary>
    public int Vector;

    /// <summary>BM25 over single words.</summary>
    public float Words;

    /// <summary>BM25 over the letters of words.</summary>
    public float Letters;

    /// <summary>Likeness to the best candidates, from 0 to 1.</summary>
    public float Likeness;

    /// <summary>Everything together.</summary>
    public float Score;
}
