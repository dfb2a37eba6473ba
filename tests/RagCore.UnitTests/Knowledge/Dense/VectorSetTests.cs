using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ChatOpsBot.RagCore.Knowledge.Dense;
using ChatOpsBot.TestKit.Vectors;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Dense;

/// <summary>The search by bytes finds what the search by numbers finds, on every kind of processor.</summary>
public sealed class VectorSetTests
{
    private const int Dimensions = 96;

    [Fact]
    public void The_nearest_ten_are_those_of_an_exact_search()
    {
        var vectors = ClusteredVectors.Make(count: 3_000, Dimensions, clusters: 40, seed: 1);
        var set = new VectorSet(vectors, Dimensions);
        var queries = ClusteredVectors.Make(count: 50, Dimensions, clusters: 40, seed: 1, noiseSeed: 2);
        var (hits, scratch) = (0, new VectorScratch());
        for (var number = 0; number < 50; number++)
        {
            var query = queries.AsSpan(number * Dimensions, Dimensions);
            hits += ClusteredVectors.Exact(vectors, query, 10).Intersect(Search(set, query, [], scratch)).Count();
        }

        Assert.InRange(hits / 500.0, 0.99, 1);
    }

    [Fact]
    public void What_a_filter_does_not_admit_is_never_found()
    {
        var vectors = ClusteredVectors.Make(count: 1_000, Dimensions, clusters: 20, seed: 3);
        var set = new VectorSet(vectors, Dimensions);
        var admitted = new ulong[16];
        for (var number = 0; number < 1_000; number += 7)
        {
            admitted[number / 64] |= 1UL << (number % 64);
        }

        for (var number = 0; number < 20; number++)
        {
            var query = vectors.AsSpan(number * Dimensions, Dimensions);
            var expected = ClusteredVectors.Exact(vectors, query, 1_000).Where(each => each % 7 == 0).Take(10);
            Assert.Equal(expected, Search(set, query, admitted, new VectorScratch()));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(33)]
    [InlineData(384)]
    [InlineData(1_537)]
    public void Every_way_to_multiply_gives_the_same(int length)
    {
        var random = new Random(length);
        var (left, right) = (new sbyte[length], new sbyte[length]);
        for (var index = 0; index < length; index++)
        {
            (left[index], right[index]) = ((sbyte)random.Next(-127, 128), (sbyte)random.Next(-127, 128));
        }

        var expected = ByteVectors.DotOneByOne(left, right);
        Assert.Equal(expected, ByteVectors.Dot(left, right));
        Assert.Equal(expected, Vector128.IsHardwareAccelerated ? ByteVectors.DotWidened(left, right) : expected);
        Assert.Equal(expected, Avx2.IsSupported ? ByteVectors.DotOfPairs(left, right) : expected);
    }

    [Fact]
    public void Extreme_codes_do_not_overflow()
    {
        var codes = Enumerable.Repeat((sbyte)-127, 4_096).ToArray();

        Assert.Equal(4_096 * 127 * 127, ByteVectors.Dot(codes, codes));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(0f)]
    [InlineData(2f)]
    public void A_vector_that_is_not_of_unit_length_is_refused(float value)
        => Assert.Contains("Vector 0", Assert.Throws<ArgumentException>(() => new VectorSet([value, 0, 0, 0], 4)).Message, StringComparison.Ordinal);

    [Fact]
    public void Other_dimensions_are_refused()
    {
        var set = new VectorSet([1, 0, 0, 0], 4);

        Assert.Throws<ArgumentException>(() => new VectorSet([1, 0, 0], 4));
        Assert.Throws<ArgumentException>(() => set.Search([1, 0], [], new VectorScratch(), new VectorMatch[1]));
    }

    [Fact]
    public void Fewer_vectors_than_asked_for_are_all_found()
    {
        var set = new VectorSet([1, 0, 0, 1], 2);

        Assert.Equal([1, 0], Search(set, [0, 1], [], new VectorScratch()));
    }

    private static int[] Search(VectorSet set, ReadOnlySpan<float> query, ReadOnlySpan<ulong> admitted, VectorScratch scratch)
    {
        var found = new VectorMatch[10];
        return [.. found[..set.Search(query, admitted, scratch, found)].Select(match => match.Number)];
    }
}
