namespace ChatOpsBot.RagCore.Knowledge.Lexical.Searching;

/// <summary>Finds the window of a text that holds the rarest of a question's words together.</summary>
internal sealed class WindowCoverage
{
    private readonly int[] _counts = new int[LexicalQuery.MaxTerms];
    private int[] _hits = new int[64];
    private int[] _terms = new int[64];

    /// <summary>Returns the greatest sum of inverse document frequencies of different question words inside one window.</summary>
    public float Measure(ReadOnlySpan<int> words, TermFacts facts, LexicalQuery query)
    {
        var hits = Find(words, facts);
        var (best, sum, first) = (0f, 0f, 0);
        for (var last = 0; last < hits; last++)
        {
            sum += _counts[_terms[last]]++ == 0 ? query.Terms[_terms[last]].Idf : 0;
            for (; _hits[last] - _hits[first] > RankingWeights.WindowLength; first++)
            {
                sum -= --_counts[_terms[first]] == 0 ? query.Terms[_terms[first]].Idf : 0;
            }

            best = Math.Max(best, sum);
        }

        Array.Clear(_counts, 0, query.Terms.Length);
        return best;
    }

    private int Find(ReadOnlySpan<int> words, TermFacts facts)
    {
        var hits = 0;
        for (var index = 0; index < words.Length; index++)
        {
            if (facts.QueryTermAt(facts.PlaceOf(words[index])) is var term and >= 0)
            {
                if (hits == _hits.Length)
                {
                    Array.Resize(ref _hits, hits * 2);
                    Array.Resize(ref _terms, hits * 2);
                }

                (_hits[hits], _terms[hits]) = (index, term);
                hits++;
            }
        }

        return hits;
    }
}
