using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.TestKit.Teams.Tokens;

/// <summary>The issuer's metadata and keys on a loopback port, for a product that runs as a process of its own.</summary>
public sealed class TokenIssuerServer : IAsyncDisposable
{
    private const string MetadataPath = "/v1/.well-known/openidconfiguration";
    private const string KeysPath = "/v1/.well-known/keys";
    private const string Json = "application/json";

    private readonly WebApplication _server;

    private TokenIssuerServer(WebApplication server, TokenIssuer issuer) => (_server, Issuer) = (server, issuer);

    public TokenIssuer Issuer { get; }

    /// <summary>Gets where the keys are announced.</summary>
    public Uri MetadataUrl => new(Address, MetadataPath);

    private Uri Address => new(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<TokenIssuerServer> StartAsync(TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var issuer = new TokenIssuerServer(builder.Build(), new TokenIssuer(time ?? TimeProvider.System));
        issuer._server.MapGet(MetadataPath, () => Results.Text(issuer.Metadata(), Json));
        issuer._server.MapGet(KeysPath, () => Results.Text(issuer.Issuer.KeySet(), Json));
        await issuer._server.StartAsync();
        return issuer;
    }

    /// <summary>Makes an Authorization header as the Bot Framework sends it to a bot.</summary>
    public string Bearer(string appId, string serviceUrl) => Issuer.Bearer(claims =>
    {
        claims["aud"] = appId;
        claims["serviceurl"] = serviceUrl;
    });

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Issuer.Dispose();
    }

    private string Metadata()
    {
        var metadata = JsonNode.Parse(Issuer.Metadata())!;
        metadata["jwks_uri"] = new Uri(Address, KeysPath).AbsoluteUri;
        return metadata.ToJsonString();
    }
}
