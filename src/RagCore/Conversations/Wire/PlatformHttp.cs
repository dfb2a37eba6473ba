using System.Net;

namespace ChatOpsBot.RagCore.Conversations.Wire;

/// <summary>The connections to one platform. Never follows a redirect, since requests carry the bot's token or a secret address.</summary>
public abstract class PlatformHttp : IDisposable
{
    private readonly HttpClient _client;

    /// <summary>Connects to the network.</summary>
    protected PlatformHttp()
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
    protected PlatformHttp(HttpMessageHandler network) => _client = new HttpClient(network) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Sends a request; returns when the headers of the answer are there.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        => _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        GC.SuppressFinalize(this);
    }
}
