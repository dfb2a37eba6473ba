namespace ChatOpsBot.TestKit.Storage;

/// <summary>The bytes of a file as every reader sees them, those that are on the disk, and which of them the next flush takes there.</summary>
internal sealed class MemoryFile
{
    private const int Sector = 512;

    private byte[] _bytes = [];
    private int _length;
    private byte[] _durable = [];

    // What the next flush writes. Empty after a flush that failed: the pages pass for clean, although the disk does not have them.
    private int _dirtyFrom = int.MaxValue;
    private int _dirtyTo;
    private int _cutTo = int.MaxValue;

    public ReadOnlySpan<byte> Live => _bytes.AsSpan(0, _length);

    private int FirstDifference
    {
        get
        {
            var from = Math.Min(_dirtyFrom, _dirtyTo);
            var dirty = Live[from.._dirtyTo];
            return from + (from < _durable.Length ? dirty.CommonPrefixLength(_durable.AsSpan(from)) : 0);
        }
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        var end = (int)offset + bytes.Length;
        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(end, _bytes.Length * 2));
        }

        bytes.CopyTo(_bytes.AsSpan((int)offset));
        _length = Math.Max(_length, end);
        _dirtyFrom = Math.Min(_dirtyFrom, (int)offset);
        _dirtyTo = Math.Max(_dirtyTo, end);
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
        _dirtyTo = Math.Min(_dirtyTo, length);
        _cutTo = Math.Min(_cutTo, length);
    }

    public void Flush()
    {
        _durable = OnDisk(_dirtyTo);
        _cutTo = int.MaxValue;
        ForgetDirty();
    }

    /// <summary>Loses what the flush should have written, as the page cache does.</summary>
    public void FailFlush() => ForgetDirty();

    public void Corrupt(int offset)
    {
        _bytes[offset] ^= 0x40;
        if (offset < _durable.Length)
        {
            _durable[offset] ^= 0x40;
        }
    }

    /// <summary>Returns the file as it is after the loss.</summary>
    public MemoryFile AfterLoss(PowerLoss loss, Random random)
    {
        if (loss == PowerLoss.ProcessOnly)
        {
            return new MemoryFile
            {
                _bytes = [.. Live],
                _length = _length,
                _durable = [.. _durable],
                _dirtyFrom = _dirtyFrom,
                _dirtyTo = _dirtyTo,
                _cutTo = _cutTo,
            };
        }

        var bytes = loss switch
        {
            PowerLoss.DropAll => _durable,
            PowerLoss.KeepPrefix => WithPrefix(random),
            _ => Garbled(random),
        };
        return new MemoryFile { _bytes = [.. bytes], _length = bytes.Length, _durable = [.. bytes] };
    }

    private byte[] WithPrefix(Random random)
    {
        var from = FirstDifference;
        return from >= _dirtyTo && random.Next(2) == 0 ? _durable : OnDisk(from >= _dirtyTo ? _dirtyTo : random.Next(from, _dirtyTo + 1));
    }

    // A sector that holds on the disk what is written into it again cannot be spoiled by that.
    private byte[] Garbled(Random random)
    {
        var bytes = OnDisk(_dirtyTo);
        for (var start = FirstDifference; start < _dirtyTo; start = ((start / Sector) + 1) * Sector)
        {
            var sector = bytes.AsSpan(start, Math.Min(_dirtyTo, ((start / Sector) + 1) * Sector) - start);
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

    /// <summary>Returns what the disk holds once the changes up to an offset are on it.</summary>
    private byte[] OnDisk(int writtenTo)
    {
        var kept = Math.Min(_durable.Length, _cutTo);
        var bytes = new byte[Math.Max(kept, writtenTo)];
        _durable.AsSpan(0, kept).CopyTo(bytes);
        if (_dirtyFrom < writtenTo)
        {
            Live[_dirtyFrom..writtenTo].CopyTo(bytes.AsSpan(_dirtyFrom));
        }

        return bytes;
    }

    private void ForgetDirty()
    {
        _dirtyFrom = int.MaxValue;
        _dirtyTo = 0;
    }
}
