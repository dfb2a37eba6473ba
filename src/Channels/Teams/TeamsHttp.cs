using System.Net;

namespace ChatOpsBot.Channels.Teams;

/// <summary>The connections to Microsoft. Never follows a redirect, since requests carry the bot's token.</summary>
internal sealed class TeamsHttp : IDisposable
{
    private readonly HttpClient _client;

    public TeamsHttp()
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
    public TeamsHttp(HttpMessageHandler network) => _client = new HttpClient(network) { Timeout = Timeout.InfiniteTimeSpan };

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        => _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    public void Dispose() => _client.Dispose();
}
