using System.Collections.Concurrent;

namespace ChatOpsBot.IntegrationTests.Storage.S3;

/// <summary>The network with somebody listening, who may answer in place of the server or do something before it is asked.</summary>
internal sealed class InterceptedNetwork() : DelegatingHandler(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
{
    private readonly ConcurrentQueue<string> _requests = new();

    /// <summary>Gets or sets what happens to a request; an answer, or null to ask the server.</summary>
    public Func<HttpRequestMessage, Task<HttpResponseMessage?>> OnRequest { get; set; } = _ => Task.FromResult<HttpResponseMessage?>(null);

    /// <summary>Gets how many requests fetched an object.</summary>
    public int Fetched => _requests.Count(request => request.StartsWith("GET ", StringComparison.Ordinal) && !request.Contains("list-type", StringComparison.Ordinal));

    /// <summary>Gets how many requests looked at an object without fetching it.</summary>
    public int Looked => _requests.Count(request => request.StartsWith("HEAD ", StringComparison.Ordinal));

    public int All => _requests.Count;

    public static bool IsFetch(HttpRequestMessage request)
        => request.Method == HttpMethod.Get && !request.RequestUri!.Query.Contains("list-type", StringComparison.Ordinal);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _requests.Enqueue($"{request.Method} {request.RequestUri}");
        return await OnRequest(request) ?? await base.SendAsync(request, cancellationToken);
    }
}
