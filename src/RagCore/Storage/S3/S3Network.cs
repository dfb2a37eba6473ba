using Amazon.Runtime;

namespace ChatOpsBot.RagCore.Storage.S3;

/// <summary>The connections to the service. Follows no redirect: a signature is meant for one host.</summary>
/// <param name="network">Stands in for the network in a test.</param>
internal sealed class S3Network(HttpMessageHandler? network = null) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig)
    {
        var handler = network ?? new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseCookies = false,
        };

        // Each use has its own limit on the injected clock.
        return new HttpClient(handler, disposeHandler: network is null) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
