using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace ChatOpsBot.RagCore.Models.Embeddings;

/// <summary>The SHA-256 of a model, its dimensions and a text: equal keys have equal vectors, and another model has other keys.</summary>
internal readonly record struct ContentKey(UInt128 High, UInt128 Low)
{
    public const int Size = 32;

    public static ContentKey Of(VectorSpace space, string text)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, space.Provider);
        Append(hash, space.Model);
        Span<byte> number = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(number, space.Dimensions);
        hash.AppendData(number);
        hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
        Span<byte> key = stackalloc byte[Size];
        hash.GetHashAndReset(key);
        return Read(key);
    }

    public static ContentKey Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt128BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[16..], Low);
    }

    // With its length in front, so that no two lists of parts hash the same bytes.
    private static void Append(IncrementalHash hash, string part)
    {
        var bytes = Encoding.UTF8.GetBytes(part);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}

/// <summary>What makes vectors comparable. Those of two spaces are never mixed.</summary>
/// <param name="Provider">The protocol and the address of the service.</param>
/// <param name="Model">The model.</param>
/// <param name="Dimensions">How many numbers a vector has.</param>
internal sealed record VectorSpace(string Provider, string Model, int Dimensions)
{
    private const int NameSize = 8;

    /// <summary>Gets a name of hexadecimal digits that no other space has.</summary>
    public string Name => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Provider}\n{Model}\n{Dimensions}")).AsSpan(0, NameSize));
}
