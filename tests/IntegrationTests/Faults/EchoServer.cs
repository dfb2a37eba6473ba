using System.Net;
using System.Net.Sockets;

namespace ChatOpsBot.IntegrationTests.Faults;

/// <summary>Says back what it is told.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _accepting;
    private int _received;

    public EchoServer()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Gets how many bytes have come.</summary>
    public int Received => Volatile.Read(ref _received);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = EchoAsync(await _listener.AcceptSocketAsync());
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task EchoAsync(Socket client)
    {
        using (client)
        {
            var buffer = new byte[1024];
            try
            {
                for (int size; (size = await client.ReceiveAsync(buffer)) > 0;)
                {
                    Interlocked.Add(ref _received, size);
                    await client.SendAsync(buffer.AsMemory(0, size));
                }
            }
            catch (SocketException)
            {
                // The client is gone.
            }
        }
    }
}
