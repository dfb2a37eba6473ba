namespace ChatOpsBot.RagCore.Knowledge.Lexical.Searching;

/// <summary>Keeps the candidates with the highest word scores. Of equal scores the one that came first stays.</summary>
internal sealed class CandidateHeap
{
    private Candidate[] _heap = new Candidate[RankingWeights.Depth];
    private int _limit;
    private int _count;

    /// <summary>Gets the score that a candidate must pass.</summary>
    public float Threshold { get; private set; }

    public Span<Candidate> Items => _heap.AsSpan(0, _count);

    public void Reset(int limit)
    {
        _limit = limit;
        _count = 0;
        Threshold = 0;
        if (_heap.Length < limit)
        {
            _heap = new Candidate[limit];
        }
    }

    /// <summary>Takes a candidate whose score passes the threshold.</summary>
    public void Add(int segment, int chunk, float score)
    {
        var candidate = new Candidate { Segment = segment, Chunk = chunk, Words = score };
        if (_count < _limit)
        {
            _heap[_count] = candidate;
            RiseFrom(_count++);
        }
        else
        {
            _heap[0] = candidate;
            SinkFromTop();
        }

        Threshold = _count < _limit ? 0 : _heap[0].Words;
    }

    /// <summary>The worst candidate is on top: the lowest score, and of equal ones the last that came.</summary>
    private static bool IsWorse(in Candidate left, in Candidate right)
        => left.Words < right.Words
            || (left.Words.Equals(right.Words) && (left.Segment > right.Segment || (left.Segment == right.Segment && left.Chunk > right.Chunk)));

    private void RiseFrom(int at)
    {
        while (at > 0 && (at - 1) / 2 is var parent && IsWorse(_heap[at], _heap[parent]))
        {
            (_heap[at], _heap[parent]) = (_heap[parent], _heap[at]);
            at = parent;
        }
    }

    private void SinkFromTop()
    {
        for (var at = 0; ;)
        {
            var child = (2 * at) + 1;
            if (child >= _count)
            {
                return;
            }

            child += child + 1 < _count && IsWorse(_heap[child + 1], _heap[child]) ? 1 : 0;
            if (!IsWorse(_heap[child], _heap[at]))
            {
                return;
            }

            (_heap[at], _heap[child]) = (_heap[child], _heap[at]);
            at = child;
        }
    }
}
