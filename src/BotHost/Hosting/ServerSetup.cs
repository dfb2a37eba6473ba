using ChatOpsBot.RagCore.Inbox;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.BotHost.Hosting;

/// <summary>The web server's limits.</summary>
internal static class ServerSetup
{
    // The largest body any door takes; each door may take less (S-05, N-30).
    private const long MaxBodyBytes = 1 << 20;

    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AfterDrain = TimeSpan.FromSeconds(5);

    public static void AddBotServer(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = MaxBodyBytes;
            server.Limits.RequestHeadersTimeout = HeadersTimeout;
        });
        builder.Services.AddSingleton<IConfigureOptions<HostOptions>>(provider => new ConfigureOptions<HostOptions>(host =>
        {
            host.ShutdownTimeout = provider.GetRequiredService<IOptions<InboxOptions>>().Value.DrainTimeout + AfterDrain;

            // One after another, a request that waits for its answer would use up the time of the worker that is to give it.
            host.ServicesStopConcurrently = true;
        }));
    }
}
