using System.Numerics.Tensors;

namespace ChatOpsBot.TestKit.Vectors;

/// <summary>Vectors of unit length around centres, as those of texts about a number of subjects are.</summary>
public static class ClusteredVectors
{
    private const float Noise = 0.6f;

    /// <summary>Makes vectors one behind the other. The same seed makes the same centres.</summary>
    public static float[] Make(int count, int dimensions, int clusters, int seed, int? noiseSeed = null)
    {
        var centres = Enumerable.Range(0, clusters).Select(number => Direction(new Random((seed * 1_000) + number), dimensions)).ToArray();
        var random = new Random(noiseSeed ?? seed);
        var vectors = new float[count * dimensions];
        for (var number = 0; number < count; number++)
        {
            var vector = vectors.AsSpan(number * dimensions, dimensions);
            Direction(random, dimensions).CopyTo(vector);
            TensorPrimitives.MultiplyAdd(vector, Noise, centres[random.Next(clusters)], vector);
            TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), vector);
        }

        return vectors;
    }

    /// <summary>Returns the numbers of the nearest vectors by comparing with all of them.</summary>
    public static int[] Exact(float[] vectors, ReadOnlySpan<float> query, int count)
    {
        var cosines = new float[vectors.Length / query.Length];
        for (var number = 0; number < cosines.Length; number++)
        {
            cosines[number] = TensorPrimitives.Dot(vectors.AsSpan(number * query.Length, query.Length), query);
        }

        return [.. Enumerable.Range(0, cosines.Length).OrderByDescending(number => cosines[number]).ThenBy(number => number).Take(count)];
    }

    private static float[] Direction(Random random, int dimensions)
    {
        var vector = new float[dimensions];
        foreach (ref var value in vector.AsSpan())
        {
            value = (float)((random.NextDouble() + random.NextDouble() + random.NextDouble()) - 1.5);
        }

        TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), vector);
        return vector;
    }
}
