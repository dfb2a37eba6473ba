using ChatOpsBot.TestKit.Teams.Tokens;

namespace ChatOpsBot.TestKit.Teams;

/// <summary>Microsoft's side of the network: keys come from the issuer, everything else goes to the Connector.</summary>
/// <param name="issuer">Serves metadata and keys.</param>
/// <param name="connector">Answers the rest; null: nobody may ask.</param>
public sealed class TeamsNetwork(TokenIssuer issuer, HttpMessageHandler? connector = null) : HttpMessageHandler
{
    private readonly HttpMessageInvoker _issuer = new(issuer);
    private readonly HttpMessageInvoker? _connector = connector is null ? null : new(connector);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        => request.RequestUri?.Host == new Uri(TokenIssuer.MetadataUrl).Host
            ? _issuer.SendAsync(request, cancellationToken)
            : _connector?.SendAsync(request, cancellationToken) ?? throw new InvalidOperationException($"Nobody should ask {request.RequestUri}.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _issuer.Dispose();
            _connector?.Dispose();
        }

        base.Dispose(disposing);
    }
}
