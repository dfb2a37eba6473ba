namespace ChatOpsBot.TestKit.Storage;

/// <summary>The bytes of a file, and those of them that were flushed.</summary>
internal sealed class MemoryFile
{
    private const int Sector = 512;

    private byte[] _bytes = [];
    private int _length;
    private byte[] _durable = [];

    /// <summary>From here on something was changed since the last flush.</summary>
    private int _changedFrom;

    public ReadOnlySpan<byte> Live => _bytes.AsSpan(0, _length);

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        var end = (int)offset + bytes.Length;
        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(end, _bytes.Length * 2));
        }

        bytes.CopyTo(_bytes.AsSpan((int)offset));
        _length = Math.Max(_length, end);
        _changedFrom = Math.Min(_changedFrom, (int)offset);
    }

    public int Read(Span<byte> bytes, long offset)
    {
        var count = (int)Math.Clamp(_length - offset, 0, bytes.Length);
        _bytes.AsSpan((int)Math.Min(offset, _length), count).CopyTo(bytes);
        return count;
    }

    public void Truncate(int length)
    {
        _bytes.AsSpan(Math.Min(length, _length)).Clear();
        _length = Math.Min(_length, length);
        _changedFrom = Math.Min(_changedFrom, length);
    }

    public void Flush()
    {
        _durable = Live.ToArray();
        _changedFrom = _length;
    }

    public void Corrupt(int offset) => _bytes[offset] ^= 0x40;

    /// <summary>Returns the file as it is after the loss.</summary>
    public MemoryFile AfterLoss(PowerLoss loss, Random random)
    {
        var bytes = loss switch
        {
            PowerLoss.ProcessOnly => Live.ToArray(),
            PowerLoss.DropAll => _durable,
            PowerLoss.KeepPrefix => WithPrefix(random),
            _ => Garbled(random),
        };
        return new MemoryFile { _bytes = [.. bytes], _length = bytes.Length, _durable = [.. bytes], _changedFrom = bytes.Length };
    }

    private byte[] WithPrefix(Random random)
    {
        if (_changedFrom >= _length)
        {
            return _length < _durable.Length && random.Next(2) == 0 ? Live.ToArray() : _durable;
        }

        return Live[..random.Next(_changedFrom, _length + 1)].ToArray();
    }

    private byte[] Garbled(Random random)
    {
        var bytes = Live.ToArray();
        for (var start = _changedFrom; start < bytes.Length; start = ((start / Sector) + 1) * Sector)
        {
            var sector = bytes.AsSpan(start, Math.Min(bytes.Length, ((start / Sector) + 1) * Sector) - start);
            switch (random.Next(3))
            {
                case 0:
                    sector.Clear();
                    break;
                case 1:
                    random.NextBytes(sector);
                    break;
            }
        }

        return bytes;
    }
}
