namespace ChatOpsBot.RagCore.Knowledge.Lexical;

/// <summary>Adds what ordered pairs of question words that stand side by side say about a chunk.</summary>
internal sealed class PairScorer
{
    private readonly IReadOnlyList<QueryPair> _pairs;
    private readonly Vocabulary _vocabulary;
    private readonly ulong _seconds;
    private readonly int[] _counts;

    public PairScorer(LexicalQuery query, Vocabulary vocabulary)
    {
        _pairs = query.Pairs;
        _vocabulary = vocabulary;
        _counts = new int[_pairs.Count];
        foreach (var pair in _pairs)
        {
            _seconds |= BitOf(pair.Second);
        }
    }

    public float Score(AnalyzedChunk chunk, int[] title, float norm)
    {
        if (_pairs.Count == 0)
        {
            return 0;
        }

        Array.Clear(_counts);
        Count(chunk.Words, 1);
        Count(title, Bm25.TitleWeight);
        Count(chunk.Headings, Bm25.HeadingWeight);

        var score = 0f;
        for (var index = 0; index < _counts.Length; index++)
        {
            score += _counts[index] == 0 ? 0 : _pairs[index].Weight * Bm25.Saturate(_counts[index], norm);
        }

        return score;
    }

    private static ulong BitOf(int term) => 1UL << (term & 63);

    /// <summary>Counts the pairs in one pass; stop words between the two words of a pair do not part them.</summary>
    private void Count(int[] words, int weight)
    {
        var previous = Vocabulary.Unknown;
        foreach (var word in words)
        {
            if ((_seconds & BitOf(word)) != 0)
            {
                CountPair(previous, word, weight);
            }

            previous = _vocabulary.IsStopWord(word) ? previous : word;
        }
    }

    private void CountPair(int first, int second, int weight)
    {
        for (var index = 0; index < _counts.Length; index++)
        {
            if (_pairs[index].First == first && _pairs[index].Second == second)
            {
                _counts[index] += weight;
            }
        }
    }
}
