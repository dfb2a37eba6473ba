using System.Net;

namespace ChatOpsBot.RagCore.Knowledge.Crawling.Network;

/// <summary>
/// Makes connections that lead to checked addresses only: no proxy, no cookies, no credentials, and no redirect, which whoever sends requests has to check
/// like a first address (L-30).
/// </summary>
public static class PublicConnections
{
    private const int MaxHeaderKilobytes = 32;

    /// <summary>Returns connections to the public internet. A host that has any other address is refused.</summary>
    public static HttpMessageHandler Create() => Create(new SystemNetwork(), new AddressPolicy([]));

    internal static SocketsHttpHandler Create(ICrawlNetwork network, AddressPolicy policy)
    {
        var handler = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectCallback = new GuardedDialer(network, policy).ConnectAsync,
            Credentials = null,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            PreAuthenticate = false,
            UseCookies = false,
            UseProxy = false,
        };
        handler.SslOptions.RemoteCertificateValidationCallback = network.CertificateCheck;
        return handler;
    }
}
