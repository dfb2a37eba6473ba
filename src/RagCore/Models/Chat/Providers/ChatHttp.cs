using System.Net;

namespace ChatOpsBot.RagCore.Models.Chat.Providers;

/// <summary>The connections to the providers. Never follows a redirect, since requests carry the key; reads no answer without a bound.</summary>
internal sealed class ChatHttp(HttpMessageHandler network, TimeProvider time) : IDisposable
{
    /// <summary>Connects to the network.</summary>
    public ChatHttp(TimeProvider time)
        : this(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.All,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                UseCookies = false,
            },
            time)
    {
    }

    /// <summary>Returns the client of one model. Each call has its own limit on the injected clock.</summary>
    public HttpClient ClientFor(ChatModelOptions model)
        => new(new FaultReadingHandler(model.KnownAs, time) { InnerHandler = new LenientHandler { InnerHandler = new Shared(network) } }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();

    /// <summary>Passes everything on, but its end.</summary>
    private sealed class Shared(HttpMessageHandler network) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _invoker = new(network, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            => _invoker.SendAsync(request, cancellationToken);
    }
}
