using System.Buffers;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Storage.Log;

/// <summary>One file of the log and how much of it is good.</summary>
internal sealed class LogSegment(ILogFile file, int sequence, string path) : IDisposable
{
    public ILogFile File { get; } = file;

    public int Sequence { get; } = sequence;

    public string Path { get; } = path;

    /// <summary>Gets or sets the length up to which every byte is part of a whole record.</summary>
    public long Length { get; set; }

    /// <summary>Reads one payload into a rented array, checks it, and hands it over.</summary>
    public T Read<T>(int offset, RecordParser<T> parse)
    {
        Span<byte> header = stackalloc byte[Frame.HeaderSize];
        var length = ReadFully(header, offset) == header.Length ? Frame.PayloadLength(header) : -1;
        if (length < 0)
        {
            throw Damaged(offset);
        }

        var frame = ArrayPool<byte>.Shared.Rent(Frame.HeaderSize + length);
        try
        {
            var bytes = frame.AsSpan(0, Frame.HeaderSize + length);
            return ReadFully(bytes, offset) == bytes.Length && Frame.IsIntact(bytes, new LogPosition(Sequence, offset))
                ? parse(bytes[Frame.HeaderSize..])
                : throw Damaged(offset);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(frame);
        }
    }

    public StoreUnavailableException Damaged(long offset) => new(
        $"{Path} is damaged at byte {offset}: the checksum does not match. Restore the file from a backup, or move it and the later ones "
        + "out of the folder; what they hold is then lost.");

    public void Dispose() => File.Dispose();

    private int ReadFully(Span<byte> bytes, long offset)
    {
        var total = 0;
        while (total < bytes.Length && File.Read(bytes[total..], offset + total) is > 0 and var read)
        {
            total += read;
        }

        return total;
    }
}

/// <summary>Makes something of a payload, which is gone afterwards.</summary>
internal delegate T RecordParser<out T>(ReadOnlySpan<byte> payload);
