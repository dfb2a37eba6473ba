using ChatOpsBot.RagCore.Answering.Caching;
using ChatOpsBot.TestKit.Memory;

namespace ChatOpsBot.IntegrationTests.Storage.Redis;

[Collection(RedisCollection.Name)]
public sealed class RedisAnswerCacheTests(RedisFixture redis) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly CachedDraft Draft = new([new CachedStatement("Ünïcode €30.", [new CachedQuote("a.md", "v1", 3, 90, "€30")])], 0.00123m);

    private readonly RedisReplica _replica = new(redis.Server.ConnectionString, new ListJournal());
    private readonly RedisReplica _other = new(redis.Server.ConnectionString, new ListJournal());

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

    [Fact]
    public async Task What_one_replica_keeps_another_finds_until_its_time_is_over()
    {
        await _replica.Answers.PutAsync("k1", Draft, None);

        var found = (await _other.Answers.FindAsync("k1", None))!;

        Assert.Equal(Draft.Cost, found.Cost);
        Assert.Equal(Draft.Statements[0].Text, found.Statements[0].Text);
        Assert.Equal(Draft.Statements[0].Quotes, found.Statements[0].Quotes);
        Assert.Null(await _other.Answers.FindAsync("k2", None));
        Assert.InRange((await (await _replica.OpenAsync()).KeyTimeToLiveAsync("chatopsbot:a:k1"))!.Value, TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"Statements":[null],"Cost":1}""")]
    [InlineData("""{"Statements":[{"Text":"x","Quotes":[{"Document":null}]}],"Cost":1}""")]
    public async Task What_cannot_be_read_is_as_good_as_not_kept(string json)
    {
        await (await _replica.OpenAsync()).StringSetAsync("chatopsbot:a:k1", json);

        Assert.Null(await _replica.Answers.FindAsync("k1", None));
    }

    [Fact]
    public async Task Without_Redis_each_replica_uses_its_own()
    {
        await using var lonely = new RedisReplica("127.0.0.1:1,abortConnect=false,connectTimeout=100", new ListJournal(), budget: TimeSpan.FromMilliseconds(200));

        await lonely.Answers.PutAsync("k1", Draft, None);

        Assert.NotNull(await lonely.Answers.FindAsync("k1", None));
        Assert.Null(await lonely.Answers.FindAsync("k2", None));
    }
}
