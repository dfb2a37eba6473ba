using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ChatOpsBot.RagCore.Knowledge.Dense;

/// <summary>Arithmetic on vectors of signed bytes.</summary>
internal static class ByteVectors
{
    /// <summary>The largest value of a code; -128 is not used, so that a vector and its opposite have opposite codes.</summary>
    public const int Largest = 127;

    /// <summary>Writes the codes of a vector and returns what one step of them is worth.</summary>
    public static float Quantize(ReadOnlySpan<float> vector, Span<sbyte> codes)
    {
        var largest = 0f;
        foreach (var value in vector)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        var step = largest / Largest;
        for (var index = 0; index < vector.Length; index++)
        {
            codes[index] = step == 0 ? (sbyte)0 : (sbyte)MathF.Round(vector[index] / step);
        }

        return step;
    }

    /// <summary>Returns the inner product of two vectors of the same length.</summary>
    public static int Dot(ReadOnlySpan<sbyte> left, ReadOnlySpan<sbyte> right)
        => Avx2.IsSupported ? DotOfPairs(left, right) : Vector128.IsHardwareAccelerated ? DotWidened(left, right) : DotOneByOne(left, right);

    internal static int DotOneByOne(ReadOnlySpan<sbyte> left, ReadOnlySpan<sbyte> right)
    {
        var sum = 0;
        for (var index = 0; index < left.Length; index++)
        {
            sum += left[index] * right[index];
        }

        return sum;
    }

    /// <summary>Sixteen products at a time, added in pairs by one instruction.</summary>
    internal static int DotOfPairs(ReadOnlySpan<sbyte> left, ReadOnlySpan<sbyte> right)
    {
        ref var first = ref MemoryMarshal.GetReference(left);
        ref var second = ref MemoryMarshal.GetReference(right);
        var (even, odd) = (Vector256<int>.Zero, Vector256<int>.Zero);
        nuint index = 0;
        for (; index + 32 <= (nuint)left.Length; index += 32)
        {
            even = Avx2.Add(even, Products(ref first, ref second, index));
            odd = Avx2.Add(odd, Products(ref first, ref second, index + 16));
        }

        return Vector256.Sum(Avx2.Add(even, odd)) + DotOneByOne(left[(int)index..], right[(int)index..]);
    }

    /// <summary>Products of eight at a time, widened twice: what every processor with vectors can do.</summary>
    internal static int DotWidened(ReadOnlySpan<sbyte> left, ReadOnlySpan<sbyte> right)
    {
        ref var first = ref MemoryMarshal.GetReference(left);
        ref var second = ref MemoryMarshal.GetReference(right);
        var sum = Vector128<int>.Zero;
        nuint index = 0;
        for (; index + 16 <= (nuint)left.Length; index += 16)
        {
            var (lowerLeft, upperLeft) = Vector128.Widen(Vector128.LoadUnsafe(ref first, index));
            var (lowerRight, upperRight) = Vector128.Widen(Vector128.LoadUnsafe(ref second, index));
            var (one, two) = Vector128.Widen(lowerLeft * lowerRight);
            var (three, four) = Vector128.Widen(upperLeft * upperRight);
            sum += one + two + three + four;
        }

        return Vector128.Sum(sum) + DotOneByOne(left[(int)index..], right[(int)index..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Products(ref sbyte left, ref sbyte right, nuint index)
        => Avx2.MultiplyAddAdjacent(
            Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref left, index)), Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref right, index)));
}
