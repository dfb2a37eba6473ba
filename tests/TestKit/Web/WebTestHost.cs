using System.Net;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Knowledge;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.TestKit.Web;

/// <summary>The web channel alone on a free port of this machine, on scripted turns.</summary>
public sealed class WebTestHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebTestHost(WebApplication app)
    {
        _app = app;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    /// <summary>Gets a client whose base address is the host.</summary>
    public HttpClient Client { get; }

    /// <summary>Gets what was asked and answered.</summary>
    public ScriptedTurns Turns => _app.Services.GetRequiredService<ScriptedTurns>();

    /// <summary>Gets the services of the host.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a host.</summary>
    /// <param name="settings">Settings below <c>Channels:Web</c>, and any other by full key.</param>
    /// <param name="environment">The environment's name.</param>
    /// <param name="configure">Changes the services after the channel was added.</param>
    public static async Task<WebTestHost> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null, string environment = "Development", Action<IServiceCollection>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.WebHost.UseDefaultServiceProvider(options => (options.ValidateScopes, options.ValidateOnBuild) = (true, true));
        AddCore(builder.Services);
        builder.Services.AddWebChannel();
        configure?.Invoke(builder.Services);

        var app = builder.Build();
        app.MapWebChannel();
        app.Services.GetRequiredService<ScriptedTurns>().Channel = app.Services.GetServices<IReplyChannel>().First(channel => channel.Kind is ChannelKind.Web);
        await app.StartAsync();
        return new WebTestHost(app);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private static void AddCore(IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IIdGenerator, TimeOrderedIdGenerator>();
        services.AddSingleton<ScriptedTurns>();
        services.AddSingleton<IInbox>(provider => provider.GetRequiredService<ScriptedTurns>());
        services.AddSingleton<ITurnJournal>(provider => provider.GetRequiredService<ScriptedTurns>());
        services.AddSingleton<IVoteStore>(provider => provider.GetRequiredService<ScriptedTurns>());
        services.AddSingleton<VoteRecorder>();
        services.AddOptions<AccessOptions>().BindConfiguration(AccessOptions.SectionName);
        services.AddSingleton<IAccessResolver, ConfiguredAccessResolver>();
        services.AddSingleton<IKnowledgeIndex>(new FakeKnowledgeIndex()
            .With("hr/leave.md", SampleReplies.DocumentText, "default", Principals.Everyone)
            .With("hr/salaries.md", "# Salaries\n\nThe canary sings.\n", "default", "hr"));
    }
}
