using System.Security.Cryptography;

namespace ChatOpsBot.RagCore.Diagnostics;

/// <summary>Makes ids. Injected, so that a test can name them.</summary>
public interface IIdGenerator
{
    /// <summary>Returns a new id: 26 characters of <c>0-9a-v</c>, later ids sort later, the random part cannot be guessed.</summary>
    string NewId();
}

/// <summary>Ids from the clock (48 bits of milliseconds) and the cryptographic random source (80 bits).</summary>
internal sealed class TimeOrderedIdGenerator(TimeProvider time) : IIdGenerator
{
    private const string Alphabet = "0123456789abcdefghijklmnopqrstuv";
    private const int Length = 26;

    public string NewId() => string.Create(Length, (time.GetUtcNow().ToUnixTimeMilliseconds(), RandomNumberGenerator.GetBytes(10)), Write);

    private static void Write(Span<char> id, (long Milliseconds, byte[] Random) parts)
    {
        var value = ((UInt128)(ulong)parts.Milliseconds << 80) | RandomPart(parts.Random);
        for (var i = Length - 1; i >= 0; i--)
        {
            id[i] = Alphabet[(int)(uint)(value & 31)];
            value >>= 5;
        }
    }

    private static UInt128 RandomPart(ReadOnlySpan<byte> random)
    {
        UInt128 value = 0;
        foreach (var part in random)
        {
            value = (value << 8) | part;
        }

        return value;
    }
}
