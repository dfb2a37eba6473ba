using System.Net;

namespace ChatOpsBot.RagCore.Models;

/// <summary>The connections to a service of models. Never follows a redirect, since requests carry the key; never reads an answer of any size.</summary>
internal abstract class ServiceHttp : IDisposable
{
    /// <param name="network">What stands for the network in a test; null for the network.</param>
    /// <param name="maxResponseBytes">The largest answer that is read.</param>
    // Each call has its own limit on the injected clock.
    protected ServiceHttp(HttpMessageHandler? network, long maxResponseBytes)
        => Client = new HttpClient(new BoundedHandler(maxResponseBytes) { InnerHandler = network ?? Network() }) { Timeout = Timeout.InfiniteTimeSpan };

    public HttpClient Client { get; }

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();

    private static SocketsHttpHandler Network() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    };

    private sealed class BoundedHandler(long maxResponseBytes) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(maxResponseBytes, cancellationToken);
            return response;
        }
    }
}
