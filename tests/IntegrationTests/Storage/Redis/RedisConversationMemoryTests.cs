using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.RagCore.Storage.Redis;
using ChatOpsBot.RagCore.Storage.Serialization;
using ChatOpsBot.TestKit.Contracts;
using StackExchange.Redis;

namespace ChatOpsBot.IntegrationTests.Storage.Redis;

[Collection(RedisCollection.Name)]
public sealed class RedisConversationMemoryTests : ConversationMemoryContract, IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly RedisFixture _redis;
    private readonly RedisReplica _replica;
    private readonly RedisReplica _other;

    public RedisConversationMemoryTests(RedisFixture redis)
    {
        _redis = redis;
        _replica = new RedisReplica(redis.Server.ConnectionString, Journal, Time);
        _other = new RedisReplica(redis.Server.ConnectionString, Journal, Time);
    }

    protected override IConversationMemory Memory => _replica.Memory;

    private RedisKey Key => RedisKeys.OfMemory(Keys.OfThread(Thread));

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
    public async Task Replicas_share_a_thread_and_the_journal_is_read_once()
    {
        await _replica.Memory.RecallAsync(Thread, None);
        await AppendAsync(1);
        Journal.Add(Thread, Exchange(2));
        await _other.Memory.AppendAsync(Thread, Exchange(2), None);

        Assert.Equal(["turn-1", "turn-2"], await RecallAsync());
        Assert.Equal(["turn-1", "turn-2"], (await _other.Memory.RecallAsync(Thread, None)).Select(exchange => exchange.TurnId));
        Assert.Equal(1, Journal.Reads);
    }

    [Fact]
    public async Task Turns_that_end_at_once_in_two_replicas_are_all_remembered()
    {
        await _replica.Memory.RecallAsync(Thread, None);

        await Task.WhenAll(Enumerable.Range(1, 10).Select(number => (number % 2 == 0 ? _replica : _other).Memory.AppendAsync(Thread, Exchange(number), None)));

        Assert.Equal(Enumerable.Range(1, 10).Select(number => $"turn-{number}"), await RecallAsync());
    }

    [Fact]
    public async Task A_thread_that_was_forgotten_by_one_replica_is_forgotten_by_all()
    {
        await _replica.Memory.RecallAsync(Thread, None);
        await AppendAsync(1);

        await _other.Memory.ForgetAsync(Thread, None);

        Assert.Empty(await RecallAsync());
    }

    [Fact]
    public async Task A_rebuild_that_races_with_forgetting_brings_nothing_back()
    {
        Journal.Add(Thread, Exchange(1));
        Journal.AfterRead = () =>
        {
            Journal.AfterRead = () => Task.CompletedTask;
            return _other.Memory.ForgetAsync(Thread, None);
        };

        await _replica.Memory.RecallAsync(Thread, None);

        Assert.Empty(await RecallAsync());
    }

    [Fact]
    public async Task A_rebuild_that_races_with_an_append_lacks_nothing_afterwards()
    {
        Journal.AfterRead = () =>
        {
            Journal.AfterRead = () => Task.CompletedTask;
            Journal.Add(Thread, Exchange(1));
            return _other.Memory.AppendAsync(Thread, Exchange(1), None);
        };

        Assert.Empty(await RecallAsync());

        Assert.Equal(["turn-1"], await RecallAsync());
    }

    [Fact]
    public async Task Of_two_rebuilds_the_later_fills_the_list()
    {
        Journal.AfterRead = async () =>
        {
            Journal.AfterRead = () => Task.CompletedTask;
            Journal.Add(Thread, Exchange(1));
            await _other.Memory.RecallAsync(Thread, None);
        };

        Assert.Empty(await RecallAsync());

        Assert.Equal(["turn-1"], await RecallAsync());
        Assert.Equal(2, Journal.Reads);
    }

    [Fact]
    public async Task An_append_to_a_cold_thread_stores_nothing()
    {
        await AppendAsync(1);

        Assert.False(await (await _replica.OpenAsync()).KeyExistsAsync(Key));
    }

    [Fact]
    public async Task A_list_lives_as_long_as_its_newest_exchange()
    {
        await _replica.Memory.RecallAsync(Thread, None);
        await AppendAsync(1);

        var left = await (await _replica.OpenAsync()).KeyTimeToLiveAsync(Key);

        Assert.InRange(left!.Value, TimeSpan.FromHours(23.9), TimeSpan.FromHours(24));
    }

    public static TheoryData<string> Poisons => ["text", "set", "form of another release", "no entry", "not compressed", "not JSON", "newer reply", "bomb"];

    [Theory]
    [MemberData(nameof(Poisons))]
    public async Task What_cannot_be_read_is_thrown_away_and_read_from_the_journal(string poison)
    {
        Journal.Add(Thread, Exchange(1));
        var database = await _replica.OpenAsync();
        await PoisonAsync(database, poison);

        Assert.Equal(["turn-1"], await RecallAsync());
        Assert.Equal(["turn-1"], await RecallAsync());
        Assert.Equal(1, Journal.Reads);

        await PoisonAsync(database, poison);
        await AppendAsync(2);
        Assert.Equal(["turn-1", "turn-2"], await RecallAsync());
    }

    [Fact]
    public async Task A_flush_in_the_middle_is_a_miss()
    {
        await _replica.Memory.RecallAsync(Thread, None);
        await AppendAsync(1);
        var database = await _replica.OpenAsync();

        await database.ExecuteAsync("FLUSHALL");
        await database.ExecuteAsync("SCRIPT", "FLUSH");
        await AppendAsync(2);

        Assert.Equal(["turn-1", "turn-2"], await RecallAsync());
        Assert.DoesNotContain(_replica.Uses, use => use.EndsWith("failed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("maxmemory", "1", "0")]
    [InlineData("min-replicas-to-write", "1", "0")]
    public async Task Where_Redis_takes_no_writes_the_journal_is_read_and_nothing_old_stays(string setting, string value, string usual)
    {
        await _replica.Memory.RecallAsync(Thread, None);
        await AppendAsync(1);
        var database = await _replica.OpenAsync();
        await database.ExecuteAsync("CONFIG", "SET", setting, value);
        try
        {
            await AppendAsync(2);
            Assert.Equal(["turn-1", "turn-2"], await RecallAsync());
        }
        finally
        {
            await database.ExecuteAsync("CONFIG", "SET", setting, usual);
        }

        Assert.Equal(["turn-1", "turn-2"], await RecallAsync());
        Assert.Equal(["turn-1", "turn-2"], (await _other.Memory.RecallAsync(Thread, None)).Select(exchange => exchange.TurnId));
    }

    [Fact]
    public async Task A_Redis_that_is_down_costs_nobody_an_answer_and_comes_back_without_what_it_missed()
    {
        await _replica.Memory.RecallAsync(Thread, None);
        await AppendAsync(1);

        await _redis.Server.CrashAsync();
        await AppendAsync(2);
        Assert.Equal(["turn-1", "turn-2"], await RecallAsync());
        await _redis.Server.StartAsync();
        await _replica.ConnectedAsync();

        Assert.Equal(["turn-1", "turn-2"], await RecallAsync());
        Assert.Equal(["turn-1", "turn-2"], await RecallAsync());
    }

    [Fact]
    public async Task A_Redis_that_stands_still_is_left_within_the_budget_and_its_old_list_is_deleted_afterwards()
    {
        await using var hasty = new RedisReplica(_redis.Server.ConnectionString, Journal, Time, TimeSpan.FromMilliseconds(50));
        await hasty.ConnectedAsync();
        await _other.Memory.RecallAsync(Thread, None);
        await AppendAsync(1);

        await _redis.Server.PauseAsync(true);
        try
        {
            Journal.Add(Thread, Exchange(2));
            await hasty.Memory.AppendAsync(Thread, Exchange(2), None).WaitAsync(TimeSpan.FromSeconds(60));
            var recalled = await hasty.Memory.RecallAsync(Thread, None).WaitAsync(TimeSpan.FromSeconds(60));
            Assert.Equal(["turn-1", "turn-2"], recalled.Select(exchange => exchange.TurnId));
        }
        finally
        {
            await _redis.Server.PauseAsync(false);
        }

        await hasty.ConnectedAsync();
        await hasty.Memory.RecallAsync(Thread, None);
        Assert.Equal(["turn-1", "turn-2"], await RecallAsync());
        Assert.Contains("memory_append failed", hasty.Uses);
    }

    [Fact]
    public async Task A_full_thread_takes_a_few_kilobytes()
    {
        await _replica.Memory.RecallAsync(Thread, None);
        for (var number = 1; number <= 10; number++)
        {
            await _replica.Memory.AppendAsync(Thread, Exchange(number) with { Reply = TypicalAnswer(number) }, None);
        }

        var bytes = (long)await (await _replica.OpenAsync()).ExecuteAsync("MEMORY", "USAGE", Key, "SAMPLES", "0");

        Assert.InRange(bytes, 1_000, 8_000);
    }

    // Three statements with their quotes, as long as the sentences of a handbook are.
    private static AnswerReply TypicalAnswer(int number) => new(
        [.. Enumerable.Range(1, 3).Select(n => new AnswerStatement(Sentence(number, n), [n]))],
        [
            .. Enumerable.Range(1, 3).Select(n => new Citation(
                n, $"people/leave-{number}.md", "3f5a9c0e", "Annual leave", ["Annual leave", "Carry over"], new Uri($"people/leave-{number}.md#carry-over", UriKind.Relative),
                Sentence(number, n), 120, 140, new DateOnly(2026, 1, 1))),
        ],
        AnswerMode.Extractive,
        Confidence.High,
        []);

    private static string Sentence(int number, int n)
        => $"Employees who work {number + n} days a week may carry over up to {number * n} days of annual leave into the next year, if their manager agrees by the end of November.";

    private async Task PoisonAsync(IDatabase database, string poison)
    {
        await database.KeyDeleteAsync(Key);
        var head = "00000000000000" + new string('x', KeyHash.Size);
        switch (poison)
        {
            case "text":
                await database.StringSetAsync(Key, "text");
                break;
            case "set":
                await database.SetAddAsync(Key, "member");
                break;
            case "form of another release":
                await database.ListRightPushAsync(Key, ["e999", RedisExchangeForm.Write(Exchange(9))]);
                break;
            case "no entry":
                await database.ListRightPushAsync(Key, [RedisExchangeForm.Name, "short"]);
                break;
            case "not compressed":
                await database.ListRightPushAsync(Key, [RedisExchangeForm.Name, RedisExchangeForm.Write(Exchange(9)), head + "{}"]);
                break;
            case "not JSON":
                await database.ListRightPushAsync(Key, [RedisExchangeForm.Name, Entry(head, "null"u8)]);
                break;
            case "newer reply":
                var newer = Exchange(9).Reply with { SchemaVersion = 99 };
                await database.ListRightPushAsync(Key, [RedisExchangeForm.Name, RedisExchangeForm.Write(Exchange(9) with { Reply = newer })]);
                break;
            default:
                await database.ListRightPushAsync(Key, [RedisExchangeForm.Name, Entry(head, Bomb())]);
                break;
        }
    }

    // Valid, were it not for the eight megabytes of spaces before it.
    private static byte[] Bomb()
    {
        var spaces = new byte[8 << 20];
        Array.Fill(spaces, (byte)' ');
        return [.. spaces, .. System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(Exchange(9), StoredJson.Default.Exchange)];
    }

    private static RedisValue Entry(string head, ReadOnlySpan<byte> json)
    {
        var compressed = new byte[1 << 16];
        Assert.True(System.IO.Compression.BrotliEncoder.TryCompress(json, compressed, out var written, 5, 22));
        return (byte[])[.. System.Text.Encoding.ASCII.GetBytes(head), .. compressed[..written]];
    }
}
