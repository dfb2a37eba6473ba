using ChatOpsBot.RagCore.Storage.Redis;
using ChatOpsBot.RagCore.Usage;
using ChatOpsBot.TestKit.Memory;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.IntegrationTests.Storage.Redis;

[Collection(RedisCollection.Name)]
public sealed class RedisPaceKeeperTests(RedisFixture redis) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);
    private static readonly PaceKey Key = new("slack|T1|chat.update", new Pace(1, TimeSpan.FromSeconds(30)));

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

    [Theory]
    [InlineData(1, 40)]
    [InlineData(3, 550)]
    [InlineData(12, 1_250)]
    public async Task Two_replicas_never_exceed_the_pace_together(int burst, int milliseconds)
    {
        var random = new Random(1_503);
        var shared = new PaceKey("shared", new Pace(burst, TimeSpan.FromMilliseconds(milliseconds)));
        PaceKey[] threads = [.. Enumerable.Range(0, 8).Select(n => new PaceKey($"thread{n}", new Pace(1, TimeSpan.FromMilliseconds(random.Next(1, 3_000)))))];

        var taken = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => (thread: threads[random.Next(threads.Length)], i)).Select(async call =>
            (call.thread, at: await AtAsync(call.i % 2 == 0 ? _replica : _other, shared, call.thread))));

        AssertWithin(shared, taken.Select(call => call.at));
        Assert.All(threads, thread => AssertWithin(thread, taken.Where(call => call.thread == thread).Select(call => call.at)));
    }

    [Fact]
    public async Task Replicas_take_the_turns_that_one_process_would()
    {
        var time = new FixedTimeProvider(DateTimeOffset.UnixEpoch);
        var lanes = new PaceLanes(time);
        var random = new Random(7);
        PaceKey[] keys = [.. Enumerable.Range(0, 6).Select(n => new PaceKey($"key{n}", new Pace(n < 4 ? 1 : n, TimeSpan.FromMilliseconds(random.Next(20, 400)))))];
        for (var i = 0; i < 400; i++)
        {
            PaceKey[] counted = [.. keys.Where(_ => random.Next(2) == 0).DefaultIfEmpty(keys[0])];
            var maxWait = TimeSpan.FromMilliseconds(random.Next(30_000));

            var (turn, askedAt) = (await (i % 2 == 0 ? _replica : _other).Paces.TakeSharedAsync(maxWait, counted, None))!.Value;

            time.Advance(askedAt - time.GetUtcNow());
            Assert.Equal(new PaceTurn(lanes.TryTake(maxWait, out var wait, counted), wait), turn);
        }
    }

    [Fact]
    public async Task What_would_wait_too_long_takes_nothing()
    {
        await _replica.Paces.TakeAsync(Long, [Key], None);

        var tooLong = await _other.Paces.TakeAsync(TimeSpan.FromSeconds(1), [Key], None);
        var next = await _other.Paces.TakeAsync(Long, [Key], None);

        Assert.False(tooLong.IsTaken);
        Assert.True(next.IsTaken);
        Assert.InRange(next.Wait, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task What_the_platform_told_one_replica_holds_for_all_and_a_shorter_block_does_not_end_a_longer_one()
    {
        await _replica.Paces.BlockAsync(Key, TimeSpan.FromMinutes(10), None);
        await _replica.Paces.BlockAsync(Key, TimeSpan.FromMinutes(1), None);

        var blocked = await _other.Paces.TakeAsync(Long, [Key], None);
        var free = await _other.Paces.TakeAsync(Long, [Key with { Key = "slack|T2|chat.update" }], None);

        Assert.InRange(blocked.Wait, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        Assert.Equal(TimeSpan.Zero, free.Wait);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("\u0001")]
    [InlineData("\u0093")]
    [InlineData("\u0093\u00a1a\u00a1b\u00a1c")]
    public async Task A_value_that_cannot_be_read_is_as_none(string poison)
    {
        await (await _replica.OpenAsync()).StringSetAsync(RedisKeys.OfPace(Key), System.Text.Encoding.Latin1.GetBytes(poison));

        Assert.Equal(new PaceTurn(true, TimeSpan.Zero), await _replica.Paces.TakeAsync(Long, [Key], None));
        Assert.True((await _replica.Paces.TakeAsync(Long, [Key], None)).Wait > TimeSpan.Zero);
        Assert.DoesNotContain("pace_take failed", _replica.Uses);
    }

    [Fact]
    public async Task A_lane_is_kept_for_as_long_as_it_holds_something_up()
    {
        await _replica.Paces.TakeAsync(Long, [Key], None);
        await _replica.Paces.TakeAsync(Long, [Key], None);

        var left = await (await _replica.OpenAsync()).KeyTimeToLiveAsync(RedisKeys.OfPace(Key));

        Assert.InRange(left!.Value, TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Without_Redis_a_replica_keeps_the_pace_alone_and_what_it_was_told()
    {
        await using var alone = new RedisReplica("127.0.0.1:1,connectTimeout=100", new ListJournal(), budget: TimeSpan.FromMilliseconds(50));
        var blocked = Key with { Key = "slack|T2|chat.update" };

        await alone.Paces.BlockAsync(blocked, TimeSpan.FromMinutes(5), None);

        Assert.Equal(new PaceTurn(true, TimeSpan.Zero), await alone.Paces.TakeAsync(Long, [Key], None));
        Assert.Equal(new PaceTurn(true, TimeSpan.FromSeconds(30)), await alone.Paces.TakeAsync(Long, [Key], None));
        Assert.Equal(new PaceTurn(false, TimeSpan.FromMinutes(5)), await alone.Paces.TakeAsync(TimeSpan.Zero, [blocked], None));
    }

    private static async Task<DateTimeOffset> AtAsync(RedisReplica replica, params PaceKey[] keys)
    {
        var (turn, askedAt) = (await replica.Paces.TakeSharedAsync(Long, keys, None))!.Value;
        Assert.True(turn.IsTaken);
        return askedAt + turn.Wait;
    }

    private static void AssertWithin(PaceKey key, IEnumerable<DateTimeOffset> times)
    {
        var at = times.Order().ToArray();
        foreach (var span in (int[])[1, 2, 30])
        {
            var most = at.Length == 0 ? 0 : at.Max(start => at.Count(other => other >= start && other < start + TimeSpan.FromSeconds(span)));
            Assert.True(most <= key.Pace.Burst + Math.Ceiling(TimeSpan.FromSeconds(span) / key.Pace.Interval), $"{key}: {most} in {span} s");
        }
    }
}
