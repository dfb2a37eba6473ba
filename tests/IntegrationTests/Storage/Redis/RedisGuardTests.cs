using System.Text.RegularExpressions;
using ChatOpsBot.RagCore.Storage.Redis;
using ChatOpsBot.TestKit.Memory;
using ChatOpsBot.TestKit.Servers;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.IntegrationTests.Storage.Redis;

[Collection(RedisCollection.Name)]
public sealed class RedisGuardTests(RedisFixture redis)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task An_outage_is_logged_once_when_it_begins_and_once_when_it_ends()
    {
        await using var replica = new RedisReplica(redis.Server.ConnectionString, new ListJournal());
        await replica.ConnectedAsync();

        for (var i = 0; i < 10; i++)
        {
            Assert.False((await FailAsync(replica)).IsDone);
            replica.Time.Advance(TimeSpan.FromSeconds(2));
        }

        await replica.ConnectedAsync();
        await replica.ConnectedAsync();

        Assert.Single(Regex.Matches(replica.Logs.Text, @"\[4100\]", RegexOptions.NonBacktracking));
        Assert.Single(Regex.Matches(replica.Logs.Text, @"\[4101\]", RegexOptions.NonBacktracking));
        Assert.Equal(10, replica.Uses.Count(use => use == "test failed"));
    }

    [Fact]
    public async Task What_the_caller_did_wrong_is_no_outage()
    {
        await using var replica = new RedisReplica(redis.Server.ConnectionString, new ListJournal());
        await replica.ConnectedAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => replica.Guard.TryAsync<int>("test", _ => throw new InvalidOperationException(), None));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => replica.Guard.TryAsync("test", _ => new TaskCompletionSource<int>().Task, cancelled.Token));
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_is_thrown_at_the_start_and_soon_nothing_is_tried()
    {
        await using var replica = new RedisReplica($"127.0.0.1:{LoopbackPort.Free()},connectTimeout=200", new ListJournal(), budget: TimeSpan.FromMilliseconds(50));

        for (var i = 0; i < 5; i++)
        {
            Assert.False((await replica.Guard.TryAsync("test", database => database.PingAsync(), None)).IsDone);
        }

        Assert.Equal(["test failed", "test failed", "test failed", "test skipped", "test skipped"], replica.Uses);
    }

    [Fact]
    public void During_an_outage_one_caller_a_pause_may_try()
    {
        var time = new FixedTimeProvider();
        var breaker = new RedisBreaker(time, new Random(7));
        for (var i = 0; i < 3; i++)
        {
            Assert.True(breaker.MayTry());
            Assert.Equal(i == 2, breaker.Failed());
        }

        Assert.False(breaker.MayTry());
        time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.True(breaker.MayTry());
        Assert.False(breaker.MayTry());
        Assert.True(breaker.Succeeded());
        Assert.True(breaker.MayTry());
        Assert.False(breaker.Succeeded());
    }

    [Theory]
    [InlineData("localhost:6379,nonsense=1,password=hunter2", false)]
    [InlineData("localhost:6379,connectTimeout=soon", false)]
    [InlineData(",", false)]
    [InlineData("localhost:6379,password=hunter2,ssl=true", true)]
    [InlineData("", true)]
    [InlineData(null, true)]
    public void A_connection_string_that_cannot_be_read_stops_the_start_and_is_not_said(string? text, bool isReadable)
    {
        var result = new RedisConnectionStringValidator().Validate(null, new RedisOptions { ConnectionString = text });

        Assert.Equal(isReadable, result.Succeeded);
        Assert.DoesNotContain("hunter2", result.FailureMessage ?? string.Empty, StringComparison.Ordinal);
    }

    private static Task<RedisOutcome<int>> FailAsync(RedisReplica replica) => replica.Guard.TryAsync<int>("test", _ => throw new TimeoutException(), None);
}
