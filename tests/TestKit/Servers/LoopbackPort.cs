using System.Net;
using System.Net.Sockets;

namespace ChatOpsBot.TestKit.Servers;

/// <summary>Finds a port for a process that cannot choose one itself.</summary>
public static class LoopbackPort
{
    public static int Free()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
