using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace ChatOpsBot.RagCore.Storage.Serialization;

/// <summary>
/// The first half of a SHA-256: stands for a key whose text need not be in memory. Cryptographic, because keys come from outside
/// and a made-up collision would swallow somebody's message. Packed, because millions of them stand in tables beside four bytes.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = sizeof(int))]
internal readonly record struct KeyHash(ulong High, ulong Low)
{
    public const int Size = 16;

    private const int StackBytes = 512;

    /// <summary>Hashes texts, so that other texts whose concatenation is the same get another hash.</summary>
    public static KeyHash Of(params ReadOnlySpan<string> parts)
    {
        var needed = 0;
        foreach (var part in parts)
        {
            needed += sizeof(int) + Encoding.UTF8.GetMaxByteCount(part.Length);
        }

        var rented = needed > StackBytes ? ArrayPool<byte>.Shared.Rent(needed) : null;
        var bytes = rented ?? stackalloc byte[StackBytes];
        var length = 0;
        foreach (var part in parts)
        {
            var written = Encoding.UTF8.GetBytes(part, bytes[(length + sizeof(int))..]);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[length..], written);
            length += sizeof(int) + written;
        }

        var hash = OfBytes(bytes[..length]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return hash;
    }

    public static KeyHash Read(ReadOnlySpan<byte> bytes)
        => new(BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, High);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], Low);
    }

    public override int GetHashCode() => (int)Low;

    private static KeyHash OfBytes(ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, digest);
        return Read(digest);
    }
}
