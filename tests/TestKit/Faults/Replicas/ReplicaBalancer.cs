namespace ChatOpsBot.TestKit.Faults.Replicas;

/// <summary>Sends each request to the next replica in turn, past those that do not listen. What a replica that stands still was sent is lost on the way.</summary>
public sealed class ReplicaBalancer(IReadOnlyList<Replica> replicas) : HttpMessageHandler
{
    private readonly HttpMessageInvoker _sender = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(1) });
    private int _next;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.PathAndQuery;
        for (var tries = 1; ; tries++)
        {
            var replica = replicas[(int)((uint)Interlocked.Increment(ref _next) % replicas.Count)];
            if (replica.Address is { } address)
            {
                request.RequestUri = new Uri(address, path);
                try
                {
                    return await _sender.SendAsync(request, cancellationToken);
                }
                catch (HttpRequestException refused) when (refused.HttpRequestError is HttpRequestError.ConnectionError && tries < replicas.Count)
                {
                    // Nobody listens there; nothing was sent.
                }
            }
            else if (tries >= replicas.Count)
            {
                throw new HttpRequestException(HttpRequestError.ConnectionError, "No replica runs.");
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _sender.Dispose();
        }

        base.Dispose(disposing);
    }
}
