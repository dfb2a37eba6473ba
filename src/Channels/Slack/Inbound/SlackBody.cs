using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>The raw bytes of one request in a pooled buffer, with room in front for the signature's prefix.</summary>
internal sealed class SlackBody : IDisposable
{
    /// <summary>The largest body that is read (S-05).</summary>
    public const int MaxLength = 1 << 20;

    private const int FirstRead = 4096;

    private byte[] _buffer;
    private bool _taken;

    private SlackBody(int capacity) => _buffer = ArrayPool<byte>.Shared.Rent(SlackSignature.Headroom + capacity);

    public int Length { get; private set; }

    /// <summary>Gets the headroom and the body.</summary>
    public Span<byte> Buffer => _buffer.AsSpan(0, SlackSignature.Headroom + Length);

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(SlackSignature.Headroom, Length);

    /// <summary>Reads the body; null when it is larger than <see cref="MaxLength"/>.</summary>
    public static async ValueTask<SlackBody?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxLength)
        {
            return null;
        }

        var body = new SlackBody((int)(request.ContentLength ?? FirstRead) + 1);
        try
        {
            return await body.FillAsync(request.Body, cancellationToken) ? body.Taken() : null;
        }
        finally
        {
            body.DisposeUnlessTaken();
        }
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    private SlackBody Taken()
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

    private async ValueTask<bool> FillAsync(Stream stream, CancellationToken cancellationToken)
    {
        while (true)
        {
            var start = SlackSignature.Headroom + Length;
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
            if (Length > MaxLength)
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
