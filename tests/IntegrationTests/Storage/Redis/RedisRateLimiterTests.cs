using ChatOpsBot.RagCore.Storage.Redis;
using ChatOpsBot.RagCore.Usage;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Memory;
using StackExchange.Redis;

namespace ChatOpsBot.IntegrationTests.Storage.Redis;

[Collection(RedisCollection.Name)]
public sealed class RedisRateLimiterTests(RedisFixture redis) : RateLimiterContract, IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly RedisReplica _replica = new(redis.Server.ConnectionString, new ListJournal());
    private readonly RedisReplica _other = new(redis.Server.ConnectionString, new ListJournal());

    protected override IRateLimiter Limiter => _replica.Limiter;

    public async Task InitializeAsync()
    {
        await _replica.ConnectedAsync();
        await _other.ConnectedAsync();
        await (await _replica.OpenAsync()).ExecuteAsync("FLUSHALL");
    }

    public async Task DisposeAsync()
    {
        await _replica.DisposeAsync();
        await _other.DisposeAsync();
    }

    // Redis goes by its own clock, so what it has counted is made older instead.
    protected override async Task AdvanceAsync(TimeSpan duration) => await (await _replica.OpenAsync()).ScriptEvaluateAsync(
        """
        for _, key in ipairs(redis.call('KEYS', 'chatopsbot:r:*')) do
            for _, turn in ipairs(redis.call('ZRANGE', key, 0, -1)) do redis.call('ZINCRBY', key, -ARGV[1], turn) end
        end
        """,
        [],
        [(long)duration.TotalMilliseconds]);

    [Fact]
    public async Task Replicas_count_together()
    {
        var limits = new[] { new RateLimit(RateScope.User, "ann", 10) };

        var decisions = await Task.WhenAll(Enumerable.Range(0, 40)
            .Select(turn => (turn % 2 == 0 ? _replica : _other).Limiter.TryTakeAsync(new RateRequest($"{turn}", Tenant, limits), None)));

        Assert.Equal(10, decisions.Count(decision => decision.Exceeded is null));
    }

    [Fact]
    public async Task A_turn_that_another_replica_tries_again_is_counted_once()
    {
        var request = new RateRequest("turn", Tenant, [new RateLimit(RateScope.User, "ann", 1)]);

        Assert.Null((await _replica.Limiter.TryTakeAsync(request, None)).Exceeded);
        Assert.Null((await _other.Limiter.TryTakeAsync(request, None)).Exceeded);
        Assert.NotNull((await _other.Limiter.TryTakeAsync(request with { TurnId = "next" }, None)).Exceeded);
    }

    [Fact]
    public async Task A_decision_is_one_script_and_every_key_expires()
    {
        await TakeAsync("ann");

        var database = await _replica.OpenAsync();
        var keys = (RedisKey[])await database.ExecuteAsync("KEYS", "*");
        Assert.Equal(2, keys.Length);
        foreach (var key in keys)
        {
            Assert.NotNull(await database.KeyTimeToLiveAsync(key));
        }

        Assert.Equal(["rate_limit done"], _replica.Uses.Where(use => !use.StartsWith("test", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_value_of_another_kind_is_thrown_away()
    {
        var request = new RateRequest("turn", Tenant, [new RateLimit(RateScope.User, "ann", 1)]);
        await (await _replica.OpenAsync()).StringSetAsync(RedisKeys.OfLimit(Tenant, request.Limits[0]), "text");

        Assert.Null((await _replica.Limiter.TryTakeAsync(request, None)).Exceeded);
        Assert.NotNull((await _replica.Limiter.TryTakeAsync(request with { TurnId = "next" }, None)).Exceeded);
    }

    [Fact]
    public async Task Without_Redis_a_replica_allows_half_and_one_at_least()
    {
        await using var alone = new RedisReplica("127.0.0.1:1,connectTimeout=100", new ListJournal(), budget: TimeSpan.FromMilliseconds(50));
        var limits = new[] { new RateLimit(RateScope.User, "ann", 9) };
        var allowed = 0;
        for (var turn = 0; turn < 20; turn++)
        {
            allowed += (await alone.Limiter.TryTakeAsync(new RateRequest($"{turn}", Tenant, limits), None)).Exceeded is null ? 1 : 0;
        }

        Assert.Equal(4, allowed);
        Assert.Null((await alone.Limiter.TryTakeAsync(new RateRequest("x", Tenant, [new RateLimit(RateScope.User, "ben", 1)]), None)).Exceeded);
    }
}
