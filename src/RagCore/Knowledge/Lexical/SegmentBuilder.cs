namespace ChatOpsBot.RagCore.Knowledge.Lexical;

/// <summary>Builds postings by counting: once over all terms for the sizes, once more to fill.</summary>
internal sealed class SegmentBuilder(int vocabularySize)
{
    private readonly int[] _counts = new int[vocabularySize];
    private readonly int[] _lastChunk = NewFilled(vocabularySize);
    private int[] _postingChunks = [];
    private byte[] _postingFrequencies = [];

    /// <summary>Builds the segment. Documents lie in the order of their ids, so that equal scores are cut in the same order however the index grew.</summary>
    public static Segment Build(IEnumerable<AnalyzedDocument> documents, int vocabularySize)
        => new SegmentBuilder(vocabularySize).Build([.. documents.OrderBy(document => document.Document.Id, StringComparer.Ordinal)]);

    private Segment Build(AnalyzedDocument[] documents)
    {
        var chunks = documents.SelectMany(document => document.Chunks).ToArray();
        var documentOf = new int[chunks.Length];
        var firstChunk = new int[documents.Length + 1];
        for (var number = 0; number < documents.Length; number++)
        {
            firstChunk[number + 1] = firstChunk[number] + documents[number].Chunks.Length;
            documentOf.AsSpan(firstChunk[number]..firstChunk[number + 1]).Fill(number);
        }

        ForEachTerm(documents, chunks, documentOf, Count);
        var (terms, offsets) = Allocate();
        ForEachTerm(documents, chunks, documentOf, Fill);

        return new Segment
        {
            Documents = documents,
            Chunks = chunks,
            DocumentOf = documentOf,
            FirstChunk = firstChunk,
            Lengths = [.. chunks.Select((chunk, index) => WeightedLength(chunk, documents[documentOf[index]]))],
            Terms = terms,
            Offsets = offsets,
            PostingChunks = _postingChunks,
            PostingFrequencies = _postingFrequencies,
            NumberOf = documents.Select((document, number) => (document.Document.Id, number)).ToDictionary(StringComparer.Ordinal),
        };
    }

    private static int WeightedLength(AnalyzedChunk chunk, AnalyzedDocument document)
        => chunk.Words.Length + (document.Title.Length * Bm25.TitleWeight) + (chunk.Headings.Length * Bm25.HeadingWeight);

    private static int[] NewFilled(int length)
    {
        var array = new int[length];
        Array.Fill(array, -1);
        return array;
    }

    private static void ForEachTerm(
        AnalyzedDocument[] documents, AnalyzedChunk[] chunks, int[] documentOf, Action<int[], int, int> visit)
    {
        for (var index = 0; index < chunks.Length; index++)
        {
            visit(chunks[index].Words, index, 1);
            visit(chunks[index].Extras, index, 1);
            visit(chunks[index].Headings, index, Bm25.HeadingWeight);
            visit(documents[documentOf[index]].Title, index, Bm25.TitleWeight);
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
        _postingChunks = new int[total];
        _postingFrequencies = new byte[total];
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
                _postingChunks[_counts[term]++] = chunk;
            }

            ref var frequency = ref _postingFrequencies[_counts[term] - 1];
            frequency = (byte)Math.Min(byte.MaxValue, frequency + weight);
        }
    }
}
