using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ChatOpsBot.RagCore.Models.Embeddings;

/// <summary>How a vector stands in its file: key, numbers as the processor has them, the first bytes of the SHA-256 of both.</summary>
internal static class VectorRecord
{
    private const int ChecksumSize = 8;

    public static int SizeOf(int dimensions) => ContentKey.Size + (dimensions * sizeof(float)) + ChecksumSize;

    public static void Write(ContentKey key, ReadOnlySpan<float> vector, Span<byte> record)
    {
        key.Write(record);
        MemoryMarshal.AsBytes(vector).CopyTo(record[ContentKey.Size..]);
        Checksum(record[..^ChecksumSize], record[^ChecksumSize..]);
    }

    public static bool IsIntact(ReadOnlySpan<byte> record)
    {
        Span<byte> checksum = stackalloc byte[ChecksumSize];
        Checksum(record[..^ChecksumSize], checksum);
        return checksum.SequenceEqual(record[^ChecksumSize..]);
    }

    public static float[] VectorOf(ReadOnlySpan<byte> record)
        => MemoryMarshal.Cast<byte, float>(record[ContentKey.Size..^ChecksumSize]).ToArray();

    private static void Checksum(ReadOnlySpan<byte> bytes, Span<byte> checksum)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        hash[..ChecksumSize].CopyTo(checksum);
    }
}
