using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace ChatOpsBot.RagCore.Storage.Log;

/// <summary>
/// How a record stands in a segment: length, CRC-32C, payload. The checksum starts from the place of the frame, so that an old
/// block of the disk that holds a whole frame of another place is not taken for one.
/// </summary>
internal static class Frame
{
    public const int HeaderSize = 8;

    /// <summary>Larger than anything the doors let in many times over; a greater length is damage.</summary>
    public const int MaxPayload = 16 << 20;

    /// <summary>Fills the header of a frame whose payload is in place.</summary>
    public static void Seal(Span<byte> frame, LogPosition position)
    {
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length - HeaderSize);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Checksum(position, frame[HeaderSize..]));
    }

    /// <summary>Returns the length of the payload that a header announces, or -1 when no header says such a thing.</summary>
    public static int PayloadLength(ReadOnlySpan<byte> header)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        return length is > 0 and <= MaxPayload ? length : -1;
    }

    /// <summary>Says whether a whole frame is what was written at this place.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> frame, LogPosition position)
        => BinaryPrimitives.ReadUInt32LittleEndian(frame[4..]) == Checksum(position, frame[HeaderSize..]);

    /// <summary>Returns the CRC-32C of bytes, continued from a seed.</summary>
    public static uint Checksum(uint seed, ReadOnlySpan<byte> bytes)
    {
        var crc = ~seed;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        }

        foreach (var rest in bytes[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, rest);
        }

        return ~crc;
    }

    private static uint Checksum(LogPosition position, ReadOnlySpan<byte> payload)
    {
        var seed = BitOperations.Crc32C(BitOperations.Crc32C(0u, (ulong)position.Order), (uint)payload.Length);
        return Checksum(seed, payload);
    }
}
