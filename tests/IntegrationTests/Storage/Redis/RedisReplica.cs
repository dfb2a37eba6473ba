using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Answering.Caching;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.RagCore.Storage.Redis;
using ChatOpsBot.RagCore.Usage;
using ChatOpsBot.TestKit.Logging;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace ChatOpsBot.IntegrationTests.Storage.Redis;

/// <summary>What one replica holds of Redis, with a connection, a breaker and a clock of its own.</summary>
internal sealed class RedisReplica : IAsyncDisposable
{
    // Long: what is tested is what happens, not how fast this machine is.
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(5);

    private readonly ServiceProvider _services;
    private readonly MeterListener _listener = new();

    public RedisReplica(string connectionString, ITurnJournal journal, FixedTimeProvider? time = null, TimeSpan? budget = null)
    {
        Time = time ?? new FixedTimeProvider();
        _services = new ServiceCollection()
            .AddMetrics()
            .AddLogging(logging => logging.AddProvider(Logs))
            .AddSingleton(Options.Create(new RedisOptions { ConnectionString = connectionString, Budget = budget ?? Patient }))
            .AddSingleton(Options.Create(new MemoryOptions()))
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(new Random(7))
            .AddSingleton(journal)
            .AddSingleton<RedisConnection>()
            .AddSingleton<RedisBreaker>()
            .AddSingleton<RedisMetrics>()

            // The budget is real time, so that a Redis that stands still is left; everything else goes by the clock of the test.
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<RedisGuard>(provider, TimeProvider.System))
            .AddSingleton<RedisMemoryLog>()
            .AddSingleton<RedisConversationMemory>()
            .AddSingleton<InProcessRateLimiter>()
            .AddSingleton<RedisRateLimiter>()
            .AddSingleton<InProcessPaceKeeper>()
            .AddSingleton<RedisPaceKeeper>()
            .AddSingleton(Options.Create(new AnswerCacheOptions()))
            .AddSingleton<InProcessAnswerCache>()
            .AddSingleton<RedisAnswerCache>()
            .BuildServiceProvider();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "chatopsbot.redis.uses" && instrument.Meter.Scope == _services.GetRequiredService<IMeterFactory>())
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) => Uses.Add(string.Join(' ', [.. tags.ToArray().Select(tag => tag.Value)])));
        _listener.Start();
    }

    public FixedTimeProvider Time { get; }

    public RecordingLogs Logs { get; } = new();

    /// <summary>Gets what Redis was used for, with the result.</summary>
    public List<string> Uses { get; } = [];

    public RedisConversationMemory Memory => _services.GetRequiredService<RedisConversationMemory>();

    public RedisRateLimiter Limiter => _services.GetRequiredService<RedisRateLimiter>();

    public RedisPaceKeeper Paces => _services.GetRequiredService<RedisPaceKeeper>();

    public RedisAnswerCache Answers => _services.GetRequiredService<RedisAnswerCache>();

    public RedisGuard Guard => _services.GetRequiredService<RedisGuard>();

    public RedisBreaker Breaker => _services.GetRequiredService<RedisBreaker>();

    public Task<IDatabase> OpenAsync() => _services.GetRequiredService<RedisConnection>().OpenAsync();

    /// <summary>Waits until the connection is made again.</summary>
    public async Task ConnectedAsync()
    {
        while (!(await Guard.TryAsync("test", database => database.PingAsync(), CancellationToken.None)).IsDone)
        {
            Time.Advance(TimeSpan.FromSeconds(2));
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _services.DisposeAsync();
    }
}
