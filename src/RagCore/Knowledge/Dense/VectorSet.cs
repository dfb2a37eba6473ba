using System.Numerics;
using System.Numerics.Tensors;

namespace ChatOpsBot.RagCore.Knowledge.Dense;

/// <summary>
/// Vectors of unit length, searched one after the other: as bytes first, the best of those again as they are. Exact enough that no graph is
/// needed below some hundred thousand vectors, and a filter makes it faster, not slower. Never changes.
/// </summary>
internal sealed class VectorSet
{
    /// <summary>How many of the best by bytes are compared exactly, at least.</summary>
    private const int Rescored = 50;

    private const double LengthTolerance = 1e-3;

    private readonly sbyte[] _codes;
    private readonly float[] _steps;
    private readonly float[] _vectors;

    /// <summary>Keeps vectors, one behind the other.</summary>
    /// <param name="vectors">The values, a multiple of <paramref name="dimensions"/>; each vector of unit length.</param>
    /// <param name="dimensions">The number of values of one vector.</param>
    /// <exception cref="ArgumentException">A vector is not of unit length, holds a value that is no number, or is incomplete.</exception>
    public VectorSet(float[] vectors, int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        if (vectors.Length % dimensions != 0)
        {
            throw new ArgumentException($"{vectors.Length} values are not a multiple of {dimensions} dimensions.", nameof(vectors));
        }

        (_vectors, Dimensions) = (vectors, dimensions);
        _codes = new sbyte[vectors.Length];
        _steps = new float[vectors.Length / dimensions];
        for (var number = 0; number < Count; number++)
        {
            RequireUnit(VectorAt(number), number);
            _steps[number] = ByteVectors.Quantize(VectorAt(number), _codes.AsSpan(number * dimensions, dimensions));
        }
    }

    public int Dimensions { get; }

    public int Count => _steps.Length;

    /// <summary>Finds the vectors nearest to another, nearest first; equal ones by number.</summary>
    /// <param name="query">A vector of unit length.</param>
    /// <param name="admitted">A bit for each vector that may be found, 64 to a word; empty for all.</param>
    /// <param name="scratch">What the search works with; one for each thread.</param>
    /// <param name="found">Takes the numbers and cosines.</param>
    /// <returns>How many were found: at most as many as <paramref name="found"/> takes.</returns>
    /// <exception cref="ArgumentException">The query has other dimensions, or is not of unit length.</exception>
    public int Search(ReadOnlySpan<float> query, ReadOnlySpan<ulong> admitted, VectorScratch scratch, Span<VectorMatch> found)
    {
        if (query.Length != Dimensions)
        {
            throw new ArgumentException($"The query has {query.Length} dimensions, the vectors have {Dimensions}.", nameof(query));
        }

        RequireUnit(query, number: -1);
        var best = scratch.Begin(Dimensions, Math.Max(Rescored, found.Length));
        _ = ByteVectors.Quantize(query, scratch.Codes);
        if (admitted.IsEmpty)
        {
            for (var number = 0; number < Count; number++)
            {
                best.Offer(number, Approximate(number, scratch.Codes));
            }
        }
        else
        {
            ScanAdmitted(admitted, scratch.Codes, best);
        }

        return Rescore(query, best.Items, found);
    }

    private void ScanAdmitted(ReadOnlySpan<ulong> admitted, ReadOnlySpan<sbyte> codes, NearestVectors best)
    {
        for (var word = 0; word < admitted.Length; word++)
        {
            for (var rest = admitted[word]; rest != 0; rest &= rest - 1)
            {
                var number = (word * 64) + BitOperations.TrailingZeroCount(rest);
                if (number < Count)
                {
                    best.Offer(number, Approximate(number, codes));
                }
            }
        }
    }

    private float Approximate(int number, ReadOnlySpan<sbyte> codes)
        => _steps[number] * ByteVectors.Dot(codes, _codes.AsSpan(number * Dimensions, Dimensions));

    private int Rescore(ReadOnlySpan<float> query, Span<VectorMatch> candidates, Span<VectorMatch> found)
    {
        foreach (ref var candidate in candidates)
        {
            candidate = new VectorMatch(candidate.Number, TensorPrimitives.Dot(query, VectorAt(candidate.Number)));
        }

        candidates.Sort(static (left, right) => right.Cosine.CompareTo(left.Cosine) is var order and not 0 ? order : left.Number.CompareTo(right.Number));
        var count = Math.Min(found.Length, candidates.Length);
        candidates[..count].CopyTo(found);
        return count;
    }

    private ReadOnlySpan<float> VectorAt(int number) => _vectors.AsSpan(number * Dimensions, Dimensions);

    private static void RequireUnit(ReadOnlySpan<float> vector, int number)
    {
        var length = TensorPrimitives.Norm(vector);
        if (!(Math.Abs(length - 1) <= LengthTolerance))
        {
            var which = number < 0 ? "The query" : $"Vector {number}";
            throw new ArgumentException($"{which} has length {length}: vectors must be finite numbers of length 1.");
        }
    }
}

/// <summary>A vector that was found.</summary>
/// <param name="Number">Its number in the set.</param>
/// <param name="Cosine">How near it is, from -1 to 1.</param>
internal readonly record struct VectorMatch(int Number, float Cosine);
