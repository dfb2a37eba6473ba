using System.Buffers;

namespace ChatOpsBot.RagCore.Conversations.Wire;

/// <summary>The raw bytes of one request or response in a pooled buffer, never more than allowed, with room in front for those who need it.</summary>
public sealed class BoundedBody : IDisposable
{
    /// <summary>The largest body a door reads (S-05, T-07).</summary>
    public const int MaxRequestLength = 1 << 20;

    private const int FirstRead = 4096;

    private readonly int _headroom;
    private byte[] _buffer;
    private bool _taken;

    private BoundedBody(int headroom, int capacity)
    {
        _headroom = headroom;
        _buffer = ArrayPool<byte>.Shared.Rent(headroom + capacity);
    }

    /// <summary>Gets how many bytes the body has.</summary>
    public int Length { get; private set; }

    /// <summary>Gets the headroom and the body.</summary>
    public Span<byte> Buffer => _buffer.AsSpan(0, _headroom + Length);

    /// <summary>Gets the body.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(_headroom, Length);

    /// <summary>Reads a body to its end; null when it is larger than allowed.</summary>
    /// <param name="stream">The body.</param>
    /// <param name="announced">The length the sender announced, if any.</param>
    /// <param name="maxLength">The most bytes that are read.</param>
    /// <param name="headroom">Bytes that stay free in front of the body.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async ValueTask<BoundedBody?> ReadAsync(Stream stream, long? announced, int maxLength, int headroom, CancellationToken cancellationToken)
    {
        if (announced > maxLength)
        {
            return null;
        }

        var body = new BoundedBody(headroom, (int)(announced ?? FirstRead) + 1);
        try
        {
            return await body.FillAsync(stream, maxLength, cancellationToken) ? body.Taken() : null;
        }
        finally
        {
            body.DisposeUnlessTaken();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    private BoundedBody Taken()
    {
        _taken = true;
        return this;
    }

    private void DisposeUnlessTaken()
    {
        if (!_taken)
        {
            Dispose();
        }
    }

    private async ValueTask<bool> FillAsync(Stream stream, int maxLength, CancellationToken cancellationToken)
    {
        while (true)
        {
            var start = _headroom + Length;
            if (start == _buffer.Length)
            {
                Grow();
            }

            var read = await stream.ReadAsync(_buffer.AsMemory(start), cancellationToken);
            if (read == 0)
            {
                return true;
            }

            Length += read;
            if (Length > maxLength)
            {
                return false;
            }
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        Buffer.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
