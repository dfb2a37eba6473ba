using System.Net;
using System.Net.Sockets;

namespace ChatOpsBot.TestKit.Servers;

/// <summary>
/// Finds a port for a process that cannot choose one itself. Below those the system gives to clients: one of them could get it before
/// the process has started.
/// </summary>
public static class LoopbackPort
{
    private const int First = 15_000;
    private const int Count = 15_000;

    private static int _next = Random.Shared.Next(Count);

    public static int Free()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }
}
