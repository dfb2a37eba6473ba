using ChatOpsBot.RagCore.Storage.Log;

namespace ChatOpsBot.TestKit.Storage;

/// <summary>What a power loss does to what was not flushed.</summary>
internal enum PowerLoss
{
    /// <summary>The process was killed and the machine ran on: nothing is lost yet, and what was not flushed still can be.</summary>
    ProcessOnly,

    /// <summary>Everything that was not flushed is gone.</summary>
    DropAll,

    /// <summary>Of each file a part of the unflushed bytes stayed, from the front.</summary>
    KeepPrefix,

    /// <summary>The file has its length, but sectors that were not flushed hold what was written, zeros or rubbish.</summary>
    GarbleSectors,
}

/// <summary>
/// A disk in memory that knows what was flushed. It can lose power at any operation, run full, refuse to flush, and read or write
/// in small pieces. Everything random comes from the seed.
/// </summary>
/// <remarks>A sector that was flushed stays whole when bytes are added behind it, as disks and their file systems promise.</remarks>
internal sealed class PowerLossFileSystem(int seed = 1) : ILogFileSystem
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);
    private Dictionary<string, MemoryFile> _files = new(StringComparer.Ordinal);
    private Dictionary<string, MemoryFile> _durableFiles = new(StringComparer.Ordinal);
    private long _operations;
    private bool _isLocked;

    public string Folder => "/memory";

    /// <summary>Gets or sets the operation at which the power goes; every later one fails too.</summary>
    public long? PowerGoesAt { get; set; }

    /// <summary>Gets or sets how many bytes fit before the disk is full.</summary>
    public long BytesLeft { get; set; } = long.MaxValue;

    public bool FlushFails { get; set; }

    public bool TruncateFails { get; set; }

    public bool IsReadOnly { get; set; }

    /// <summary>Gets or sets what happens before a write, so that a test can hold it up.</summary>
    public Action? BeforeWrite { get; set; }

    /// <summary>Gets or sets the most that one read returns.</summary>
    public int LargestRead { get; set; } = int.MaxValue;

    /// <summary>Gets how many operations that change something were asked for.</summary>
    public long Operations
    {
        get
        {
            lock (_gate)
            {
                return _operations;
            }
        }
    }

    /// <summary>Returns the disk as the next start finds it.</summary>
    public PowerLossFileSystem Restart(PowerLoss loss)
    {
        lock (_gate)
        {
            var next = new PowerLossFileSystem(_random.Next());
            var copies = _files.Values.Union(_durableFiles.Values).ToDictionary(file => file, file => file.AfterLoss(loss, _random));
            next._files = Copy(Surviving(loss), copies);
            next._durableFiles = loss == PowerLoss.ProcessOnly ? Copy(_durableFiles, copies) : new(next._files, StringComparer.Ordinal);
            PowerGoesAt = _operations;
            return next;
        }
    }

    public IDisposable Lock()
    {
        lock (_gate)
        {
            if (IsReadOnly)
            {
                throw new UnauthorizedAccessException("Access to the path is denied.");
            }

            if (_isLocked)
            {
                throw new FolderInUseException(4711, new IOException("Locked."));
            }

            _isLocked = true;
            return new Unlock(this);
        }
    }

    public IReadOnlyList<string> List()
    {
        lock (_gate)
        {
            return [.. _files.Keys];
        }
    }

    public ILogFile Open(string name)
    {
        lock (_gate)
        {
            if (!_files.TryGetValue(name, out var file))
            {
                Step();
                file = new MemoryFile();
                _files.Add(name, file);
            }

            return new Handle(this, file);
        }
    }

    public void Delete(string name)
    {
        lock (_gate)
        {
            Step();
            _files.Remove(name);
        }
    }

    public void FlushFolder()
    {
        lock (_gate)
        {
            Step();
            _durableFiles = new Dictionary<string, MemoryFile>(_files, StringComparer.Ordinal);
        }
    }

    /// <summary>Changes one byte of a file, as a failing disk does.</summary>
    public void Corrupt(string name, int offset)
    {
        lock (_gate)
        {
            _files[name].Corrupt(offset);
        }
    }

    public byte[] Contents(string name)
    {
        lock (_gate)
        {
            return _files[name].Live.ToArray();
        }
    }

    // Entries of the folder that were not flushed may or may not be there.
    private Dictionary<string, MemoryFile> Surviving(PowerLoss loss)
    {
        if (loss == PowerLoss.ProcessOnly)
        {
            return _files;
        }

        var surviving = new Dictionary<string, MemoryFile>(_durableFiles, StringComparer.Ordinal);
        foreach (var (name, file) in _files.Where(file => !_durableFiles.ContainsKey(file.Key)))
        {
            if (loss != PowerLoss.DropAll && _random.Next(2) == 0)
            {
                surviving.Add(name, file);
            }
        }

        foreach (var name in _durableFiles.Keys.Where(name => !_files.ContainsKey(name)))
        {
            if (loss != PowerLoss.DropAll && _random.Next(2) == 0)
            {
                surviving.Remove(name);
            }
        }

        return surviving;
    }

    private static Dictionary<string, MemoryFile> Copy(Dictionary<string, MemoryFile> files, Dictionary<MemoryFile, MemoryFile> copies)
        => files.ToDictionary(file => file.Key, file => copies[file.Value], StringComparer.Ordinal);

    private void Step()
    {
        if (PowerGoesAt is { } end && _operations >= end)
        {
            throw new IOException("The power is gone.");
        }

        _operations++;
    }

    private void Write(MemoryFile file, ReadOnlySpan<byte> bytes, long offset)
    {
        lock (_gate)
        {
            if (PowerGoesAt == _operations)
            {
                file.Write(bytes[.._random.Next(bytes.Length + 1)], offset);
            }

            Step();
            var inPlace = (int)Math.Clamp(file.Live.Length - offset, 0, bytes.Length);
            var fits = inPlace + (int)Math.Min(bytes.Length - inPlace, BytesLeft);
            file.Write(bytes[..fits], offset);
            BytesLeft -= fits - inPlace;
            if (fits < bytes.Length)
            {
                throw new IOException("No space left on device.", DiskFull.NoSpace);
            }
        }
    }

    private int Read(MemoryFile file, Span<byte> bytes, long offset)
    {
        lock (_gate)
        {
            return file.Read(bytes[..Math.Min(bytes.Length, LargestRead)], offset);
        }
    }

    private void Flush(MemoryFile file)
    {
        lock (_gate)
        {
            Step();
            if (FlushFails)
            {
                file.FailFlush();
                throw new IOException("Input/output error.", 5);
            }

            file.Flush();
        }
    }

    private void Truncate(MemoryFile file, long length)
    {
        lock (_gate)
        {
            Step();
            if (TruncateFails)
            {
                throw new IOException("Input/output error.", 5);
            }

            BytesLeft = BytesLeft == long.MaxValue ? BytesLeft : BytesLeft + file.Live.Length - length;
            file.Truncate((int)length);
        }
    }

    private long LengthOf(MemoryFile file)
    {
        lock (_gate)
        {
            return file.Live.Length;
        }
    }

    private sealed class Unlock(PowerLossFileSystem owner) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._gate)
            {
                owner._isLocked = false;
            }
        }
    }

    private sealed class Handle(PowerLossFileSystem owner, MemoryFile file) : ILogFile
    {
        private bool _closed;

        public long Length => owner.LengthOf(Opened);

        private MemoryFile Opened => _closed ? throw new ObjectDisposedException(nameof(Handle)) : file;

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            owner.BeforeWrite?.Invoke();
            owner.Write(Opened, bytes, offset);
        }

        public int Read(Span<byte> bytes, long offset) => owner.Read(Opened, bytes, offset);

        public void FlushToDisk() => owner.Flush(Opened);

        public void Truncate(long length) => owner.Truncate(Opened, length);

        public void Dispose() => _closed = true;
    }
}
