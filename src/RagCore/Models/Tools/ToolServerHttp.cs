using ChatOpsBot.RagCore.Models.Chat.Providers;

namespace ChatOpsBot.RagCore.Models.Tools;

/// <summary>The connections to one server. Never follows a redirect, since requests carry its headers; reads no answer without a bound.</summary>
internal static class ToolServerHttp
{
    public static HttpClient Create() => new(new BoundedHandler
    {
        InnerHandler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseCookies = false,
        },
    })
    {
        // Each call has its own limit.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private sealed class BoundedHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            response.Content = new BoundedContent(response.Content);
            return response;
        }
    }
}
