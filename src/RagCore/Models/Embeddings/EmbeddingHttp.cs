using System.Net;

namespace ChatOpsBot.RagCore.Models.Embeddings;

/// <summary>The connections to the embedding service. Never follows a redirect, since requests carry the key; never reads an answer of any size.</summary>
internal sealed class EmbeddingHttp : IDisposable
{
    // Of 2,048 vectors of 3,072 dimensions as base64.
    private const long MaxResponseBytes = 64L << 20;

    /// <summary>Connects to the network.</summary>
    public EmbeddingHttp()
        : this(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseCookies = false,
        })
    {
    }

    /// <summary>Lets a test stand in for the network.</summary>
    // Each call has its own limit on the injected clock.
    public EmbeddingHttp(HttpMessageHandler network)
        => Client = new HttpClient(new BoundedHandler { InnerHandler = network }) { Timeout = Timeout.InfiniteTimeSpan };

    public HttpClient Client { get; }

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();

    private sealed class BoundedHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(MaxResponseBytes, cancellationToken);
            return response;
        }
    }
}
