using System.Diagnostics;
using System.Globalization;
using ChatOpsBot.TestKit.Servers;

namespace ChatOpsBot.EndToEndTests.Processes;

/// <summary>Microsoft's token endpoint and key document, played by npm's <c>oauth2-mock-server</c> on loopback.</summary>
internal sealed class TeamsTokenIssuer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private TeamsTokenIssuer(Process process, int port, Uri metadata) => (_process, Port, MetadataUrl) = (process, port, metadata);

    public int Port { get; }

    /// <summary>Gets where the keys are announced.</summary>
    public Uri MetadataUrl { get; }

    public Uri LoginUrl => new($"http://127.0.0.1:{Port}/");

    /// <summary>Starts the issuer of tokens that name a service URL.</summary>
    public static async Task<TeamsTokenIssuer> StartAsync(Uri serviceUrl)
    {
        var port = LoopbackPort.Free();
        var start = new ProcessStartInfo("node", ["teams-token-issuer.mjs"])
        {
            WorkingDirectory = NpmClients.Folder(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["PORT"] = port.ToString(CultureInfo.InvariantCulture);
        start.Environment["SERVICE_URL"] = serviceUrl.AbsoluteUri;
        var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(StartLimit);
        var address = await process.StandardOutput.ReadLineAsync(limit.Token);
        Assert.False(address is null, "The token issuer did not start; its message is above.");
        return new TeamsTokenIssuer(process, port, new Uri(address));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
