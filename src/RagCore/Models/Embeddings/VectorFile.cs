using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace ChatOpsBot.RagCore.Models.Embeddings;

/// <summary>
/// The vectors of one space in a file that only grows: records of one size, each with a checksum. A damaged tail is cut. It saves asking
/// again and is never the only copy of anything: what the disk refuses is done without. A second process reads what is there and adds nothing.
/// </summary>
internal sealed partial class VectorFile : IDisposable
{
    /// <summary>The size the file does not pass.</summary>
    public const long MaxBytes = 4L << 30;

    private readonly Lock _gate = new();
    private readonly Dictionary<ContentKey, long> _places = [];
    private readonly string _path;
    private readonly int _dimensions;
    private readonly int _recordSize;
    private readonly long _maxBytes;
    private readonly ILogger<VectorFile> _logger;
    private SafeFileHandle? _file;
    private SafeFileHandle? _lock;
    private long _end;
    private bool _isOpened;
    private bool _isReadOnly;

    /// <param name="folder">Made when the first vector is looked for.</param>
    /// <param name="space">The space of the vectors; each has a file of its own.</param>
    /// <param name="logger">Told once what the file cannot do.</param>
    /// <param name="maxBytes">The size the file does not pass.</param>
    public VectorFile(string folder, VectorSpace space, ILogger<VectorFile> logger, long maxBytes = MaxBytes)
    {
        _path = Path.Combine(folder, $"{space.Name}.vectors");
        (_dimensions, _recordSize) = (space.Dimensions, VectorRecord.SizeOf(space.Dimensions));
        (_logger, _maxBytes) = (logger, maxBytes);
    }

    /// <summary>Returns a vector that was added before.</summary>
    public ReadOnlyMemory<float>? Find(ContentKey key)
    {
        lock (_gate)
        {
            try
            {
                Open();
                return _file is not null && _places.TryGetValue(key, out var place) ? Read(key, place) : default(ReadOnlyMemory<float>?);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                Abandon(fault);
                return null;
            }
        }
    }

    /// <summary>Keeps a vector.</summary>
    public void Add(ContentKey key, ReadOnlySpan<float> vector)
    {
        lock (_gate)
        {
            try
            {
                Open();
                if (_file is null || _isReadOnly || _places.ContainsKey(key))
                {
                    return;
                }

                if (_end + _recordSize > _maxBytes)
                {
                    _isReadOnly = true;
                    VectorFileFull(_maxBytes);
                    return;
                }

                var record = new byte[_recordSize];
                VectorRecord.Write(key, vector, record);
                RandomAccess.Write(_file, record, _end);
                _places.Add(key, _end);
                _end += _recordSize;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                Abandon(fault);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _file?.Dispose();
            _lock?.Dispose();
            (_file, _isOpened) = (null, true);
        }
    }

    private ReadOnlyMemory<float>? Read(ContentKey key, long place)
    {
        var record = new byte[_recordSize];
        var isIntact = RandomAccess.Read(_file!, record, place) == _recordSize && ContentKey.Read(record) == key && VectorRecord.IsIntact(record);
        if (isIntact)
        {
            return VectorRecord.VectorOf(record);
        }

        _places.Remove(key);
        return null;
    }

    private void Open()
    {
        if (_isOpened)
        {
            return;
        }

        _isOpened = true;
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        try
        {
            _lock = File.OpenHandle(_path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            _file = File.OpenHandle(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        }
        catch (IOException) when (_lock is null && File.Exists(_path))
        {
            _file = File.OpenHandle(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            _isReadOnly = true;
        }

        Load(_file);
    }

    private void Load(SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        _end = VectorFileScan.HasHeader(file, _dimensions) ? VectorFileScan.Run(file, _recordSize, _places) : 0;
        if (_isReadOnly)
        {
            return;
        }

        if (length > _end)
        {
            RandomAccess.SetLength(file, _end);
            VectorTailCut(length - _end);
        }

        if (_end == 0)
        {
            VectorFileScan.WriteHeader(file, _dimensions);
            _end = VectorFileScan.HeaderSize;
        }
    }

    private void Abandon(Exception fault)
    {
        _file?.Dispose();
        _file = null;
        VectorFileNotUsed(fault.GetType().Name);
    }

    [LoggerMessage(LogEvents.VectorFileNotUsed, LogLevel.Warning, "The file of vectors below Storage:DataPath cannot be used ({Error}); vectors are asked for again after a restart")]
    private partial void VectorFileNotUsed(string error);

    [LoggerMessage(LogEvents.VectorTailCut, LogLevel.Warning, "Cut {Bytes} damaged bytes from the end of the file of vectors; they are asked for again")]
    private partial void VectorTailCut(long bytes);

    [LoggerMessage(LogEvents.VectorFileFull, LogLevel.Warning, "The file of vectors below Storage:DataPath has its full size of {Bytes} bytes; delete it when the process is down to begin a new one")]
    private partial void VectorFileFull(long bytes);
}
