using System.Buffers.Binary;
using System.Globalization;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Storage.Log;

/// <summary>The first bytes of a segment, and its name.</summary>
internal static class SegmentHeader
{
    public const int Size = 24;

    private const int FormatVersion = 1;
    private const string Suffix = ".log";
    private const int Digits = 10;

    private static ReadOnlySpan<byte> Magic => "CHATOPSL"u8;

    public static string NameOf(int sequence) => sequence.ToString("D10", CultureInfo.InvariantCulture) + Suffix;

    public static int? SequenceOf(string name)
        => name.Length == Digits + Suffix.Length
            && name.EndsWith(Suffix, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(0, Digits), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            && sequence > 0 ? sequence : null;

    public static byte[] Create(int sequence)
    {
        var header = new byte[Size];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), FormatVersion);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(12), sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(20), Frame.Checksum(0, header.AsSpan(0, 20)));
        return header;
    }

    /// <summary>Says whether these bytes are the header of this segment.</summary>
    /// <exception cref="StoreUnavailableException">A newer release wrote it.</exception>
    public static bool IsIntact(ReadOnlySpan<byte> header, int sequence, string path)
    {
        if (header.Length < Size
            || !header.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt32LittleEndian(header[20..]) != Frame.Checksum(0, header[..20])
            || BinaryPrimitives.ReadInt64LittleEndian(header[12..]) != sequence)
        {
            return false;
        }

        var version = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        return version <= FormatVersion ? true : throw new StoreUnavailableException(
            $"{path} has format {version}; this release reads up to {FormatVersion}. Start the release that wrote it, or a newer one.");
    }
}
