using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.RagCore.Storage.Redis;
using ChatOpsBot.RagCore.Usage;
using ChatOpsBot.TestKit.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.IntegrationTests.Storage.Redis;

/// <summary>Redis stands where it is configured, and nowhere else.</summary>
public sealed class RedisCompositionTests
{
    [Theory]
    [InlineData(null, typeof(InProcessConversationMemory), typeof(InProcessRateLimiter), typeof(InProcessPaceKeeper))]
    [InlineData(" ", typeof(InProcessConversationMemory), typeof(InProcessRateLimiter), typeof(InProcessPaceKeeper))]
    [InlineData("127.0.0.1:1", typeof(RedisConversationMemory), typeof(RedisRateLimiter), typeof(RedisPaceKeeper))]
    public async Task Replicas_share_only_where_a_connection_string_is_given(string? connectionString, Type memory, Type limiter, Type paces)
    {
        await using var services = Compose(connectionString);

        Assert.IsType(memory, services.GetRequiredService<IConversationMemory>());
        Assert.IsType(limiter, services.GetRequiredService<IRateLimiter>());
        Assert.IsType(paces, services.GetRequiredService<IPaceKeeper>());
    }

    [Fact]
    public async Task What_a_host_has_registered_itself_stays()
    {
        var journal = new ListJournal();
        using var own = new InProcessConversationMemory(journal, TimeProvider.System, Microsoft.Extensions.Options.Options.Create(new MemoryOptions()));
        await using var services = Compose("127.0.0.1:1", own);

        Assert.Same(own, services.GetRequiredService<IConversationMemory>());
    }

    private static ServiceProvider Compose(string? connectionString, IConversationMemory? own = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Storage:Redis:ConnectionString"] = connectionString }).Build();
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging()
            .AddMetrics()
            .AddSingleton<RagCore.Inbox.ITurnJournal>(new ListJournal());
        if (own is not null)
        {
            services.AddSingleton(own);
        }

        return services.AddRagCore(configuration).AddRedis().BuildServiceProvider();
    }
}
