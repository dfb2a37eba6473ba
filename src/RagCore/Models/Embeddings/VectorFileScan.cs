using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace ChatOpsBot.RagCore.Models.Embeddings;

/// <summary>Reads a file of vectors from its header to its last intact record.</summary>
internal static class VectorFileScan
{
    public const int HeaderSize = 16;

    // "VECTORS1" as it stands in the file.
    private const ulong Magic = 0x3153_524F_5443_4556;
    private const int RecordsAtOnce = 256;

    public static bool HasHeader(SafeFileHandle file, int dimensions)
    {
        Span<byte> expected = stackalloc byte[HeaderSize];
        FillHeader(expected, dimensions);
        Span<byte> found = stackalloc byte[HeaderSize];
        return RandomAccess.Read(file, found, 0) == HeaderSize && found.SequenceEqual(expected);
    }

    public static void WriteHeader(SafeFileHandle file, int dimensions)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        FillHeader(header, dimensions);
        RandomAccess.Write(file, header, 0);
    }

    /// <summary>Notes where each vector stands, and returns where the first damaged record or the end is.</summary>
    public static long Run(SafeFileHandle file, int recordSize, Dictionary<ContentKey, long> places)
    {
        var buffer = new byte[recordSize * RecordsAtOnce];
        for (long place = HeaderSize; ;)
        {
            var read = RandomAccess.Read(file, buffer, place) / recordSize;
            for (var number = 0; number < read; number++)
            {
                var record = buffer.AsSpan(number * recordSize, recordSize);
                if (!VectorRecord.IsIntact(record))
                {
                    return place;
                }

                places[ContentKey.Read(record)] = place;
                place += recordSize;
            }

            if (read == 0)
            {
                return place;
            }
        }
    }

    private static void FillHeader(Span<byte> header, int dimensions)
    {
        header.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], dimensions);
    }
}
