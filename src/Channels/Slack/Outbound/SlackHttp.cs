using System.Net;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>The connections to Slack. Never follows a redirect, since every request carries the token or a secret address.</summary>
internal sealed class SlackHttp : IDisposable
{
    private readonly HttpClient _client;

    public SlackHttp()
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
    public SlackHttp(HttpMessageHandler network) => _client = new HttpClient(network) { Timeout = Timeout.InfiniteTimeSpan };

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        => _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    public void Dispose() => _client.Dispose();
}
