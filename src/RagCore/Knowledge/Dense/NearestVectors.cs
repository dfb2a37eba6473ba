namespace ChatOpsBot.RagCore.Knowledge.Dense;

/// <summary>Keeps the nearest vectors offered: a heap with the farthest on top.</summary>
internal sealed class NearestVectors
{
    private VectorMatch[] _heap = [];
    private int _limit;
    private int _count;
    private float _threshold;

    public Span<VectorMatch> Items => _heap.AsSpan(0, _count);

    public void Reset(int limit)
    {
        (_limit, _count, _threshold) = (limit, 0, float.NegativeInfinity);
        if (_heap.Length < limit)
        {
            _heap = new VectorMatch[limit];
        }
    }

    public void Offer(int number, float score)
    {
        if (_count == _limit && score <= _threshold)
        {
            return;
        }

        if (_count < _limit)
        {
            _heap[_count] = new VectorMatch(number, score);
            Rise(_count++);
        }
        else
        {
            _heap[0] = new VectorMatch(number, score);
            Sink();
        }

        _threshold = _heap[0].Cosine;
    }

    private void Rise(int at)
    {
        while (at > 0 && (at - 1) / 2 is var parent && _heap[at].Cosine < _heap[parent].Cosine)
        {
            (_heap[at], _heap[parent]) = (_heap[parent], _heap[at]);
            at = parent;
        }
    }

    private void Sink()
    {
        for (var at = 0; (2 * at) + 1 is var child && child < _count;)
        {
            child += child + 1 < _count && _heap[child + 1].Cosine < _heap[child].Cosine ? 1 : 0;
            if (_heap[child].Cosine >= _heap[at].Cosine)
            {
                return;
            }

            (_heap[at], _heap[child]) = (_heap[child], _heap[at]);
            at = child;
        }
    }
}
