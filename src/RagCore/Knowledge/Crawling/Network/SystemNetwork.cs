using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace ChatOpsBot.RagCore.Knowledge.Crawling.Network;

/// <summary>The system's names, sockets and certificates.</summary>
internal sealed class SystemNetwork : ICrawlNetwork
{
    public RemoteCertificateValidationCallback? CertificateCheck => null;

    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) => await Dns.GetHostAddressesAsync(host, cancellationToken);

    public async Task<Stream> ConnectAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
