namespace ChatOpsBot.RagCore.Storage.Log;

/// <summary>Reads a segment from front to back in large pieces and stops at the first frame that is not whole.</summary>
internal sealed class SegmentScanner(LogSegment segment)
{
    private const int PieceSize = 1 << 20;

    // Larger ones are rare, and every byte of damage may announce one.
    private const int LargestSought = 1 << 20;

    private byte[] _buffer = new byte[PieceSize];
    private long _bufferStart = SegmentHeader.Size;
    private int _filled;

    /// <summary>Hands every whole record over and returns the length of the good part.</summary>
    public long Scan(ILogConsumer consumer)
    {
        return Scan(consumer, SegmentHeader.Size);
    }

    /// <summary>Hands every whole record from an offset on over and returns where the first one stands that is not whole.</summary>
    public long Scan(ILogConsumer consumer, long offset)
    {
        while (TryReadFrame(offset, Frame.MaxPayload, out var frame))
        {
            consumer.Replay(PlaceOf(offset), frame[Frame.HeaderSize..]);
            offset += frame.Length;
        }

        return offset;
    }

    /// <summary>Finds the next whole record behind damage. A checksum starts from the place of its frame, so that nothing else passes for one.</summary>
    public long? FindNext(long damaged)
    {
        var end = segment.File.Length - Frame.HeaderSize;
        for (var offset = damaged + 1; offset < end; offset++)
        {
            if (TryReadFrame(offset, LargestSought, out _))
            {
                return offset;
            }
        }

        return null;
    }

    private bool TryReadFrame(long offset, int largest, out ReadOnlySpan<byte> frame)
    {
        frame = default;
        return TryPeek(offset, Frame.HeaderSize, out var header)
            && Frame.PayloadLength(header) is > 0 and var length
            && length <= largest
            && TryPeek(offset, Frame.HeaderSize + length, out frame)
            && Frame.IsIntact(frame, PlaceOf(offset));
    }

    private LogPosition PlaceOf(long offset) => new(segment.Sequence, checked((int)offset));

    private bool TryPeek(long offset, int count, out ReadOnlySpan<byte> bytes)
    {
        var start = (int)(offset - _bufferStart);
        if (start + count > _filled)
        {
            Refill(offset, start, count);
            start = 0;
        }

        bytes = _filled - start >= count ? _buffer.AsSpan(start, count) : default;
        return bytes.Length == count;
    }

    private void Refill(long offset, int start, int count)
    {
        var rest = _buffer.AsSpan(start, Math.Max(0, _filled - start)).ToArray();
        if (count > _buffer.Length)
        {
            _buffer = new byte[count + PieceSize];
        }

        rest.CopyTo(_buffer, 0);
        _bufferStart = offset;
        _filled = rest.Length;
        while (_filled < _buffer.Length && segment.File.Read(_buffer.AsSpan(_filled), _bufferStart + _filled) is > 0 and var read)
        {
            _filled += read;
        }
    }
}
