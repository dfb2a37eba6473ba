using System.Net;
using System.Net.Sockets;

namespace ChatOpsBot.RagCore.Knowledge.Crawling.Network;

/// <summary>Asks for the addresses of a host once, checks all of them, and connects to one that was checked: a second answer is never asked for.</summary>
internal sealed class GuardedDialer(ICrawlNetwork network, AddressPolicy policy)
{
    /// <summary>Connects for a request.</summary>
    /// <exception cref="AddressRefusedException">One of the host's addresses is not allowed.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = PageAddress.Literal(host) is { } literal ? [literal] : await network.ResolveAsync(host, cancellationToken);

        // One bad address refuses the host: a mixed answer is how somebody looks for a way in.
        if (addresses.FirstOrDefault(address => !policy.Allows(address)) is { } refused)
        {
            throw new AddressRefusedException(host, refused);
        }

        for (var index = 0; index < addresses.Count; index++)
        {
            try
            {
                return await network.ConnectAsync(new IPEndPoint(addresses[index], context.DnsEndPoint.Port), cancellationToken);
            }
            catch (SocketException) when (index < addresses.Count - 1)
            {
                // The next address is tried.
            }
        }

        throw new SocketException((int)SocketError.HostNotFound);
    }
}
