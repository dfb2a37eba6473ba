using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace ChatOpsBot.TestKit.Faults;

/// <summary>One client, its server, and what is between them.</summary>
internal sealed class ProxiedConnection(TcpFaultProxy proxy, Socket client) : IDisposable
{
    private const int ChunkBytes = 16 * 1024;
    private const int ChunksUnderWay = 256;

    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly CancellationTokenSource _ended = new();

    private TcpFaultProxy Proxy => proxy;

    public async Task RunAsync(int target, CancellationToken connecting)
    {
        client.NoDelay = true;
        await _server.ConnectAsync(IPAddress.Loopback, target, connecting);
        await Task.WhenAll(ForwardAsync(client, _server, isAnswer: false), ForwardAsync(_server, client, isAnswer: true));
    }

    /// <summary>Ends both sides without an orderly end.</summary>
    public void Reset()
    {
        foreach (var side in (Socket[])[client, _server])
        {
            try
            {
                side.LingerState = new LingerOption(true, 0);
                side.Close();
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                // It has ended already.
            }
        }

        _ended.Cancel();
    }

    public void Dispose()
    {
        _ended.Cancel();
        client.Dispose();
        _server.Dispose();
    }

    private async Task ForwardAsync(Socket from, Socket to, bool isAnswer)
    {
        var underWay = Channel.CreateBounded<Chunk>(ChunksUnderWay);
        var writing = WriteAsync(underWay.Reader, to, isAnswer);
        await ReadAsync(from, underWay.Writer);
        await writing;
    }

    private async Task ReadAsync(Socket from, ChannelWriter<Chunk> underWay)
    {
        try
        {
            for (var size = 1; size > 0;)
            {
                var buffer = new byte[ChunkBytes];
                size = await from.ReceiveAsync(buffer, _ended.Token);
                await underWay.WriteAsync(new Chunk(buffer.AsMemory(0, size), DateTime.UtcNow), _ended.Token);
            }
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            Reset();
        }
        catch (OperationCanceledException)
        {
            // The connection has ended; whoever ended it has said how.
        }
        finally
        {
            underWay.TryComplete();
        }
    }

    private async Task WriteAsync(ChannelReader<Chunk> underWay, Socket to, bool isAnswer)
    {
        var passage = new Passage(this, to, isAnswer);
        try
        {
            await foreach (var chunk in underWay.ReadAllAsync(_ended.Token))
            {
                await passage.PassAsync(chunk, _ended.Token);
            }
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            Reset();
        }
        catch (OperationCanceledException)
        {
            // The connection has ended; whoever ended it has said how.
        }
    }

    private readonly record struct Chunk(ReadOnlyMemory<byte> Bytes, DateTime At);

    /// <summary>One direction: lets each chunk through as the fault of the moment allows.</summary>
    private sealed class Passage(ProxiedConnection connection, Socket to, bool isAnswer)
    {
        private TcpFaultSetting _setting = connection.Proxy.Setting;
        private int _passed;

        public async Task PassAsync(Chunk chunk, CancellationToken ended)
        {
            var fault = Current();
            while (fault.Kind is TcpFaultKind.HalfOpen)
            {
                await _setting.Over.WaitAsync(ended);
                fault = Current();
            }

            if (isAnswer)
            {
                await HoldAsync(fault, chunk, ended);
            }

            if (chunk.Bytes.IsEmpty)
            {
                to.Shutdown(SocketShutdown.Send);
                return;
            }

            await SendAsync(isAnswer ? fault : TcpFault.None, chunk.Bytes, ended);
        }

        private TcpFault Current()
        {
            if (!ReferenceEquals(_setting, connection.Proxy.Setting))
            {
                _setting = connection.Proxy.Setting;
                _passed = 0;
            }

            return _setting.Fault;
        }

        private async Task HoldAsync(TcpFault fault, Chunk chunk, CancellationToken ended)
        {
            var wait = fault.Kind switch
            {
                TcpFaultKind.Latency => chunk.At + fault.Delay - DateTime.UtcNow,
                TcpFaultKind.Bandwidth => TimeSpan.FromSeconds((double)chunk.Bytes.Length / fault.Bytes),
                _ => TimeSpan.Zero,
            };
            if (wait > TimeSpan.Zero)
            {
                await Task.WhenAny(_setting.Over, Task.Delay(wait, ended));
                ended.ThrowIfCancellationRequested();
            }
        }

        private async Task SendAsync(TcpFault fault, ReadOnlyMemory<byte> bytes, CancellationToken ended)
        {
            var ends = fault.Kind is TcpFaultKind.Reset or TcpFaultKind.Cut && _passed + bytes.Length >= fault.Bytes;
            var passing = ends ? bytes[..Math.Max(0, fault.Bytes - _passed)] : bytes;
            await SendAllAsync(fault.Kind is TcpFaultKind.Garbage ? Garbled(passing) : passing, ended);
            _passed += passing.Length;
            if (ends)
            {
                await EndAsync(fault);
            }
        }

        private async Task EndAsync(TcpFault fault)
        {
            if (fault.Kind is TcpFaultKind.Reset)
            {
                connection.Reset();
                return;
            }

            to.Shutdown(SocketShutdown.Both);
            await connection._ended.CancelAsync();
        }

        private async Task SendAllAsync(ReadOnlyMemory<byte> bytes, CancellationToken ended)
        {
            while (!bytes.IsEmpty)
            {
                bytes = bytes[await to.SendAsync(bytes, ended)..];
            }
        }

        private static ReadOnlyMemory<byte> Garbled(ReadOnlyMemory<byte> bytes)
        {
            var other = bytes.ToArray();
            for (var i = 0; i < other.Length; i++)
            {
                other[i] = (byte)~(other[i] + i);
            }

            return other;
        }
    }
}
