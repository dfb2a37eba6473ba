using ChatOpsBot.RagCore.Knowledge.Lexical.Segments;

namespace ChatOpsBot.RagCore.Knowledge.Lexical.Building;

/// <summary>Counts the chunks of every term, then puts them in place: two passes over numbers, and nothing is sorted.</summary>
internal sealed class PostingsBuilder(int vocabularySize)
{
    private readonly int[] _counts = new int[vocabularySize];
    private readonly int[] _lastChunk = new int[vocabularySize];
    private ushort[] _chunks = [];
    private byte[] _frequencies = [];

    public Postings Build(IReadOnlyList<AnalyzedDocument> documents)
    {
        Array.Fill(_lastChunk, -1);
        ForEachList(documents, Count);
        var (terms, offsets) = Allocate();
        ForEachList(documents, Fill);
        return new Postings { Terms = terms, Offsets = offsets, Chunks = _chunks, Frequencies = _frequencies };
    }

    private static void ForEachList(IReadOnlyList<AnalyzedDocument> documents, Action<int[], int, int> visit)
    {
        var number = 0;
        foreach (var document in documents)
        {
            foreach (var chunk in document.Chunks)
            {
                visit(chunk.Words, number, 1);
                visit(chunk.Extras, number, 1);
                visit(chunk.Headings, number, Bm25.HeadingWeight);
                visit(document.Title, number, Bm25.TitleWeight);
                number++;
            }
        }
    }

    private void Count(int[] terms, int chunk, int weight)
    {
        foreach (var term in terms)
        {
            if (_lastChunk[term] != chunk)
            {
                _lastChunk[term] = chunk;
                _counts[term]++;
            }
        }
    }

    /// <summary>Turns the counts into the places where each term's postings begin.</summary>
    private (int[] Terms, int[] Offsets) Allocate()
    {
        var terms = new int[_counts.Count(count => count > 0)];
        var offsets = new int[terms.Length + 1];
        var (index, total) = (0, 0);
        for (var term = 0; term < _counts.Length; term++)
        {
            if (_counts[term] == 0)
            {
                continue;
            }

            terms[index] = term;
            offsets[index++] = total;
            total += _counts[term];
            _counts[term] = total - _counts[term];
        }

        offsets[index] = total;
        _chunks = new ushort[total];
        _frequencies = new byte[total];
        Array.Fill(_lastChunk, -1);
        return (terms, offsets);
    }

    private void Fill(int[] terms, int chunk, int weight)
    {
        foreach (var term in terms)
        {
            if (_lastChunk[term] != chunk)
            {
                _lastChunk[term] = chunk;
                _chunks[_counts[term]++] = (ushort)chunk;
            }

            ref var frequency = ref _frequencies[_counts[term] - 1];
            frequency = (byte)Math.Min(byte.MaxValue, frequency + weight);
        }
    }
}
