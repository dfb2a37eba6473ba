using System.Net;
using System.Net.Security;

namespace ChatOpsBot.RagCore.Knowledge.Crawling.Network;

/// <summary>The way to the network. Tests stand in for it, so that public addresses lead to their own machine; no setting does.</summary>
internal interface ICrawlNetwork
{
    /// <summary>Gets who decides about certificates; null for the system.</summary>
    RemoteCertificateValidationCallback? CertificateCheck { get; }

    /// <summary>Asks for the addresses of a host.</summary>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken);

    /// <summary>Connects to an address that was checked.</summary>
    Task<Stream> ConnectAsync(IPEndPoint address, CancellationToken cancellationToken);
}
