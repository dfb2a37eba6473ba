namespace ChatOpsBot.RagCore.Knowledge.Lexical.Searching;

/// <summary>Reads the terms of one candidate after the other and says what speaks for it beside its single words.</summary>
internal sealed class CandidateReader
{
    private readonly TermFacts _facts = new();
    private readonly QueryLetters _letters = new();
    private readonly float[] _runCounts = new float[byte.MaxValue];
    private readonly int[] _pairCounts = new int[LexicalQuery.MaxTerms];
    private readonly WindowCoverage _window = new();
    private int[] _buffer = new int[512];
    private float[] _frequencies = new float[1 << 12];
    private int[] _touched = new int[512];
    private int _touchedCount;
    private TenantSnapshot? _snapshot;
    private LexicalQuery? _query;
    private ulong _seconds;

    public CandidateVectors Vectors { get; } = new();

    /// <summary>Gets the number of different terms read.</summary>
    public int TermCount => _facts.Count;

    public void Begin(TenantSnapshot snapshot, LexicalQuery query)
    {
        (_snapshot, _query) = (snapshot, query);
        _letters.Read(query, snapshot);
        _facts.Reset(snapshot, query, _letters);
        Vectors.Reset();
        _seconds = 0;
        foreach (var pair in query.Pairs)
        {
            _seconds |= BitOf(pair.Second);
        }
    }

    public void End()
    {
        (_snapshot, _query) = (null, null);
        _facts.Release();
    }

    /// <summary>Reads a candidate: sets its letter score, adds everything else that does not depend on the other candidates to its score, keeps its vector.</summary>
    public void Read(ref Candidate candidate)
    {
        var view = _snapshot!.Segments[candidate.Segment];
        var norm = view.NormsFor(_snapshot.AverageLength)[candidate.Chunk];
        Array.Clear(_pairCounts, 0, _query!.Pairs.Length);
        Array.Clear(_runCounts, 0, _letters.Count);
        _touchedCount = 0;

        var chunk = view.Segment.Forward.Chunk(candidate.Chunk);
        var words = chunk.ReadList(ref _buffer);
        var window = _window.Measure(words, _facts, _query);
        Take(words, 1, inOrder: true);
        Take(chunk.ReadList(ref _buffer), Bm25.HeadingWeight, inOrder: true);
        Take(chunk.ReadList(ref _buffer), 1, inOrder: false);
        var title = view.Segment.Forward.Title(view.Segment.Chunks.DocumentOf[candidate.Chunk]).ReadList(ref _buffer);
        Take(title, Bm25.TitleWeight, inOrder: true);

        candidate.Score = candidate.Words
            + (RankingWeights.Pair * ScorePairs(norm))
            + (RankingWeights.Window * window)
            + (RankingWeights.Title * ScoreTitle(title));
        candidate.Vector = FinishTerms(norm);
        candidate.Letters = ScoreLetters(norm);
    }

    private static ulong BitOf(int term) => 1UL << (term & 63);

    private void Take(ReadOnlySpan<int> terms, int weight, bool inOrder)
    {
        if (inOrder && _query!.Pairs.Length > 0)
        {
            CountPairs(terms, weight);
        }

        foreach (var term in terms)
        {
            var place = _facts.PlaceOf(term);
            if (place >= _frequencies.Length)
            {
                Array.Resize(ref _frequencies, place * 2);
            }

            if (_frequencies[place] == 0)
            {
                if (_touchedCount == _touched.Length)
                {
                    Array.Resize(ref _touched, _touchedCount * 2);
                }

                _touched[_touchedCount++] = place;
            }

            _frequencies[place] += weight;
        }
    }

    /// <summary>Counts the pairs in one pass; stop words between the two words of a pair do not part them.</summary>
    private void CountPairs(ReadOnlySpan<int> words, int weight)
    {
        var vocabulary = _snapshot!.Vocabulary;
        var previous = Vocabulary.Unknown;
        foreach (var word in words)
        {
            if ((_seconds & BitOf(word)) != 0)
            {
                CountPair(previous, word, weight);
            }

            previous = vocabulary.IsStopWord(word) ? previous : word;
        }
    }

    private void CountPair(int first, int second, int weight)
    {
        for (var index = 0; index < _query!.Pairs.Length; index++)
        {
            if (_query.Pairs[index].First == first && _query.Pairs[index].Second == second)
            {
                _pairCounts[index] += weight;
            }
        }
    }

    private float ScorePairs(float norm)
    {
        var score = 0f;
        for (var index = 0; index < _query!.Pairs.Length; index++)
        {
            score += _pairCounts[index] == 0 ? 0 : _query.Pairs[index].Weight * Bm25.Saturate(_pairCounts[index], norm);
        }

        return score;
    }

    private float ScoreTitle(ReadOnlySpan<int> title)
    {
        var score = 0f;
        foreach (var term in _query!.Terms)
        {
            score += title.Contains(term.Number) ? term.Idf : 0;
        }

        return score;
    }

    /// <summary>Turns the counted terms into the candidate's vector and its counts of letters.</summary>
    private int FinishTerms(float norm)
    {
        foreach (var place in _touched.AsSpan(0, _touchedCount))
        {
            var frequency = _frequencies[place];
            _frequencies[place] = 0;
            if (_facts.IdfAt(place) is var idf and > 0)
            {
                Vectors.Add(place, idf * Bm25.Saturate(frequency, norm));
            }

            foreach (var run in _facts.RunsAt(place))
            {
                _runCounts[run] += frequency;
            }
        }

        return Vectors.Close();
    }

    private float ScoreLetters(float norm)
    {
        var score = 0f;
        var weights = _letters.Weights;
        for (var run = 0; run < weights.Length; run++)
        {
            score += weights[run] * Bm25.Saturate(_runCounts[run], norm);
        }

        return score;
    }
}
