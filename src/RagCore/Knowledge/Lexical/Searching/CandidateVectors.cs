namespace ChatOpsBot.RagCore.Knowledge.Lexical.Searching;

/// <summary>The terms of each candidate as a vector of unit length over places in <see cref="TermFacts"/>.</summary>
internal sealed class CandidateVectors
{
    private int[] _places = new int[1 << 13];
    private float[] _weights = new float[1 << 13];
    private int[] _ends = new int[RankingWeights.Depth];
    private float[] _centroid = new float[1 << 12];
    private int _length;
    private int _count;

    public void Reset() => (_length, _count) = (0, 0);

    public void Add(int place, float weight)
    {
        if (_length == _places.Length)
        {
            Array.Resize(ref _places, _length * 2);
            Array.Resize(ref _weights, _length * 2);
        }

        (_places[_length], _weights[_length]) = (place, weight);
        _length++;
    }

    /// <summary>Ends a vector and returns its number.</summary>
    public int Close()
    {
        if (_count == _ends.Length)
        {
            Array.Resize(ref _ends, _count * 2);
        }

        var weights = _weights.AsSpan((_count == 0 ? 0 : _ends[_count - 1]).._length);
        var square = 0f;
        foreach (var weight in weights)
        {
            square += weight * weight;
        }

        var scale = square > 0 ? 1 / MathF.Sqrt(square) : 0;
        foreach (ref var weight in weights)
        {
            weight *= scale;
        }

        _ends[_count] = _length;
        return _count++;
    }

    /// <summary>Returns how many different terms a vector has.</summary>
    public int LengthOf(int vector)
    {
        var (start, end) = RangeOf(vector);
        return end - start;
    }

    /// <summary>Starts a centroid of no vectors.</summary>
    /// <param name="terms">The number of places given out.</param>
    public void ResetCentroid(int terms)
    {
        if (_centroid.Length < terms)
        {
            _centroid = new float[Math.Max(terms, _centroid.Length * 2)];
        }

        Array.Clear(_centroid, 0, terms);
    }

    public void AddToCentroid(int vector, float share)
    {
        var (start, end) = RangeOf(vector);
        for (var index = start; index < end; index++)
        {
            _centroid[_places[index]] += share * _weights[index];
        }
    }

    public float LikenessToCentroid(int vector)
    {
        var (start, end) = RangeOf(vector);
        var sum = 0f;
        for (var index = start; index < end; index++)
        {
            sum += _centroid[_places[index]] * _weights[index];
        }

        return sum;
    }

    private (int Start, int End) RangeOf(int vector) => (vector == 0 ? 0 : _ends[vector - 1], _ends[vector]);
}
