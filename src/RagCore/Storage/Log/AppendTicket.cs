using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Tasks.Sources;

namespace ChatOpsBot.RagCore.Storage.Log;

/// <summary>
/// A record on its way to the disk, and the wait for it. Pooled: the buffer and the JSON writer are used again, so that an append
/// allocates nothing.
/// </summary>
internal sealed class AppendTicket : IBufferWriter<byte>, IValueTaskSource, IDisposable
{
    private const int FirstSize = 2 << 10;
    private const int KeptSize = 64 << 10;

    private readonly AppendTicketPool _pool;
    private readonly Utf8JsonWriter _json;
    private ManualResetValueTaskSourceCore<bool> _wait = new() { RunContinuationsAsynchronously = true };
    private byte[] _buffer = new byte[FirstSize];
    private int _length = Log.Frame.HeaderSize;

    public AppendTicket(AppendTicketPool pool, JsonWriterOptions json)
    {
        _pool = pool;
        _json = new Utf8JsonWriter(this, json);
    }

    /// <summary>Gets or sets where the record was written.</summary>
    public LogPosition Position { get; set; }

    /// <summary>Gets the whole frame.</summary>
    public Span<byte> Frame => _buffer.AsSpan(0, _length);

    /// <summary>Gets the payload.</summary>
    public Span<byte> Payload => _buffer.AsSpan(Log.Frame.HeaderSize, _length - Log.Frame.HeaderSize);

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsSpan(_length);
    }

    /// <summary>Adds a value as JSON.</summary>
    public void WriteJson<T>(T value, JsonTypeInfo<T> type)
    {
        _json.Reset(this);
        JsonSerializer.Serialize(_json, value, type);
        _json.Flush();
    }

    /// <summary>Completes when the record is on the disk. Awaited once; the ticket is used again afterwards.</summary>
    public ValueTask Committed() => new(this, _wait.Version);

    public void Succeed() => _wait.SetResult(true);

    public void Fail(Exception cause) => _wait.SetException(cause);

    /// <summary>Gives the ticket back without appending it.</summary>
    public void Return()
    {
        _wait.Reset();
        _length = Log.Frame.HeaderSize;
        Position = default;
        if (_buffer.Length > KeptSize)
        {
            _buffer = new byte[FirstSize];
        }

        _pool.Return(this);
    }

    public void GetResult(short token)
    {
        try
        {
            _wait.GetResult(token);
        }
        finally
        {
            Return();
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _wait.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _wait.OnCompleted(continuation, state, token, flags);

    public void Dispose() => _json.Dispose();

    private void Reserve(int sizeHint)
    {
        var needed = _length + Math.Max(sizeHint, 1);
        if (needed > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(needed, _buffer.Length * 2));
        }
    }
}
