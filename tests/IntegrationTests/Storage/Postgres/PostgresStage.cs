using System.Globalization;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage;
using ChatOpsBot.RagCore.Storage.Postgres;
using ChatOpsBot.TestKit.Logging;
using ChatOpsBot.TestKit.Servers;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.IntegrationTests.Storage.Postgres;

/// <summary>One server for all tests of a collection; each has a database of its own.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    public PostgresServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await PostgresServer.StartNewAsync();

    public Task DisposeAsync() => Server.DisposeAsync().AsTask();
}

[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresFixture>
{
    public const string Name = "PostgreSQL";
}

/// <summary>The storage of one replica. Several on one database are several replicas.</summary>
internal sealed class PostgresStage : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private PostgresStage(ServiceProvider services, string database, RecordingLogs logs)
    {
        _services = services;
        Database = database;
        Logs = logs;
    }

    public string Database { get; }

    public RecordingLogs Logs { get; }

    public IInbox Inbox => Get<PostgresInbox>();

    public ITurnJournal Journal => Get<ITurnJournal>();

    public IVoteStore Votes => Get<IVoteStore>();

    /// <summary>Opens a replica's storage on a database with its schema.</summary>
    public static Task<PostgresStage> OpenAsync(string database, TimeProvider time, params (string Key, string Value)[] settings)
        => OpenAsync(database, time, _ => { }, settings);

    /// <summary>Opens a replica's storage on a database with its schema, and what a test adds to it.</summary>
    public static async Task<PostgresStage> OpenAsync(
        string database, TimeProvider time, Action<IServiceCollection> add, params (string Key, string Value)[] settings)
    {
        var logs = new RecordingLogs();
        var values = new Dictionary<string, string?>
        {
            ["Storage:Mode"] = "Server",
            ["Storage:Postgres:ConnectionString"] = database,
            ["Storage:Postgres:MaxPoolSize"] = "8",
            ["Inbox:MaxPending"] = "1000",
        };
        foreach (var (key, value) in settings)
        {
            values[key] = value;
        }

        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build())
            .AddLogging(builder => builder.AddProvider(logs).SetMinimumLevel(LogLevel.Debug))
            .AddSingleton(time)
            .AddSingleton(new Random(1));
        services.AddOptions<InboxOptions>().BindConfiguration(InboxOptions.SectionName);
        services.AddOptions<StorageOptions>().BindConfiguration(StorageOptions.SectionName);
        services.AddPostgres();
        add(services);
        var stage = new PostgresStage(services.BuildServiceProvider(), database, logs);
        await stage.Get<SchemaMigrator>().MigrateAsync(CancellationToken.None);
        stage.Get<InboxGauge>().Start();
        stage.Get<LeaseDesk>().Start();
        stage.Get<LeaseKeeper>().Start();
        return stage;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}

/// <summary>Moves the database's clock, and a test's beside it.</summary>
internal sealed class DatabaseClock(PostgresServer server, string database)
{
    private TimeSpan _offset;

    public async Task AdvanceAsync(FixedTimeProvider time, TimeSpan step)
    {
        await MoveAsync(step);
        time.Advance(step);
    }

    /// <summary>Makes the database's clock stand at a test's.</summary>
    public Task SetAsync(DateTimeOffset now) => server.ExecuteAsync(
        database, $"create or replace function bot_now() returns timestamptz language sql volatile as $$select timestamptz '{now:O}'$$");

    /// <summary>Moves the database's clock alone, back too.</summary>
    public Task MoveAsync(TimeSpan step)
    {
        _offset += step;
        var seconds = _offset.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return server.ExecuteAsync(
            database,
            $"create or replace function bot_now() returns timestamptz language sql volatile as 'select clock_timestamp() + make_interval(secs => {seconds})'");
    }
}
