namespace ChatOpsBot.RagCore.Knowledge.Dense;

/// <summary>What a search of vectors works with, kept for the next one.</summary>
internal sealed class VectorScratch
{
    private readonly NearestVectors _best = new();
    private sbyte[] _codes = [];
    private int _dimensions;

    /// <summary>Gets the codes of the query.</summary>
    public Span<sbyte> Codes => _codes.AsSpan(0, _dimensions);

    public NearestVectors Begin(int dimensions, int limit)
    {
        if (_codes.Length < dimensions)
        {
            _codes = new sbyte[dimensions];
        }

        _dimensions = dimensions;
        _best.Reset(limit);
        return _best;
    }
}
