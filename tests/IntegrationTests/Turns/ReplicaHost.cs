using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Knowledge.Watching;
using ChatOpsBot.RagCore.Storage.Postgres;
using ChatOpsBot.RagCore.Turns;
using ChatOpsBot.TestKit.Channels;
using ChatOpsBot.TestKit.Faults;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.IntegrationTests.Turns;

/// <summary>The turn as the product composes it in server mode: one replica on a database and a platform that outlive it.</summary>
internal sealed class ReplicaHost
{
    private readonly ServiceProvider _services;
    private readonly TurnWorker _worker;

    private ReplicaHost(ServiceProvider services, FixedTimeProvider time)
    {
        _services = services;
        Time = time;
        _worker = ActivatorUtilities.CreateInstance<TurnWorker>(services);
    }

    /// <summary>Gets the clock of this replica's leases; it stands, so that a replica that "stands still" renews nothing.</summary>
    public FixedTimeProvider Time { get; }

    public IInbox Inbox => _services.GetRequiredService<IInbox>();

    public static async Task<ReplicaHost> StartAsync(string database, LedgerPlatform platform, CountingAnswerer answerer, CrashPoints? points = null)
    {
        points ??= new CrashPoints(0);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Mode"] = "Server",
            ["Storage:Postgres:ConnectionString"] = database,
            ["Storage:Postgres:MaxPoolSize"] = "4",
            ["Inbox:Workers"] = "2",
            ["Inbox:MaxAttempts"] = "3",
            ["Inbox:LeaseDuration"] = "00:00:20",
            ["Inbox:RetryDelay"] = "00:00:00.001",
            ["Inbox:MaxRetryDelay"] = "00:00:00.005",
        }).Build();
        var time = new FixedTimeProvider(DateTimeOffset.UtcNow);
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<TimeProvider>(time)
            .AddLogging()
            .AddMetrics()
            .AddSingleton(new RagCore.Knowledge.ContentRoot(TestKit.Files.RepositoryFiles.Root))
            .AddSingleton<IInbox>(provider => new CrashingInbox(provider.GetRequiredService<PostgresInbox>(), points))
            .AddSingleton<IQuestionAnswerer>(answerer)
            .AddSingleton<IReplyChannel>(new LedgerChannel(platform, points))
            .AddSingleton<IKnowledgeReadiness>(ScriptedReadiness.Loaded)
            .AddRagCore(configuration)
            .BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        await services.GetRequiredService<SchemaMigrator>().MigrateAsync(CancellationToken.None);
        return new ReplicaHost(services, time);
    }

    public Task RunAsync() => _worker.StartAsync(CancellationToken.None);

    /// <summary>Lets the workers look for turns, as their clock would once a second.</summary>
    public void Look() => _services.GetRequiredService<LeaseDesk>().Wake();

    public async Task<TurnRecord?> FindAsync(InboundMessage message)
        => await _services.GetRequiredService<ITurnJournal>().FindAsync(message.Conversation.Tenant, message.TurnId, CancellationToken.None);

    public async Task StopAsync()
    {
        await _worker.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }

    /// <summary>Cuts the connections without ending anything, as a killed process does.</summary>
    public ValueTask AbandonAsync() => _services.GetRequiredService<PostgresDatabase>().DisposeAsync();
}
