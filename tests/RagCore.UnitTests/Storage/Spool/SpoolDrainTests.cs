using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Storage.Spool;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Inbox;
using ChatOpsBot.TestKit.Storage;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.RagCore.UnitTests.Storage.Spool;

public sealed class SpoolDrainTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FixedTimeProvider _time = new();
    private readonly PowerLossFileSystem _files = new();
    private readonly FakeInbox _database = new();
    private readonly SpooledBench _bench;

    public SpoolDrainTests() => _bench = new SpooledBench(_files, _time, _database);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task An_empty_spool_asks_the_database_nothing()
    {
        Assert.Equal(DrainOutcome.Idle, await _bench.Drain.RunOnceAsync(None));
        Assert.Equal(0, _database.Offers);
    }

    [Fact]
    public async Task A_database_that_is_down_is_asked_with_one_message()
    {
        await SpoolAsync(10);
        _database.IsDown = false;
        var asked = 0;
        _database.OnOffered = _ =>
        {
            asked++;
            throw new StoreUnavailableException("down for a test");
        };

        Assert.Equal(DrainOutcome.Blocked, await _bench.Drain.RunOnceAsync(None));
        Assert.Equal(DrainOutcome.Blocked, await _bench.Drain.RunOnceAsync(None));

        Assert.Equal(2, asked);
        Assert.True(_bench.Breaker.IsOpen);
        Assert.Equal(10, _bench.Spool.Statistics.Waiting);
    }

    [Fact]
    public async Task A_database_that_answers_gets_many_threads_at_a_time()
    {
        await SpoolAsync(100);
        _database.IsDown = false;

        await _bench.Drain.RunOnceAsync(None);
        Assert.Equal(1, _database.Offers);
        await _bench.Drain.RunOnceAsync(None);

        Assert.Equal(100, _database.Offers);
        Assert.False(_bench.Breaker.IsOpen);
        Assert.Equal(0, _bench.Spool.Statistics.Waiting);
    }

    [Fact]
    public async Task A_full_database_is_asked_again_later()
    {
        await SpoolAsync(3);
        _database.IsDown = false;
        _database.IsFull = true;
        Assert.Equal(DrainOutcome.Blocked, await _bench.DrainAsync());
        Assert.Equal(3, _bench.Spool.Statistics.Waiting);

        _database.IsFull = false;
        Assert.Equal(DrainOutcome.Idle, await _bench.DrainAsync());
        Assert.Equal(3, _database.Accepted.Count);
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_does_not_hold_up_those_behind_it()
    {
        await SpoolAsync(3, "thread");
        _files.Corrupt("0000000001.log", 300);
        _database.IsDown = false;

        await _bench.DrainAsync();

        Assert.Equal(["turn-1", "turn-2"], _database.Accepted.Select(message => message.TurnId));
    }

    [Fact]
    public async Task A_message_that_the_database_stumbles_over_is_set_aside_after_five_times()
    {
        await SpoolAsync(2, "thread");
        _database.IsDown = false;
        var stumbles = 0;
        _database.OnOffered = message =>
        {
            if (message.TurnId == "turn-0")
            {
                stumbles++;
                throw new InvalidOperationException("stumbled for a test");
            }
        };
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(DrainOutcome.Blocked, await _bench.Drain.RunOnceAsync(None));
        }

        Assert.Equal(DrainOutcome.Idle, await _bench.DrainAsync());

        Assert.Equal(["turn-1"], _database.Accepted.Select(message => message.TurnId));
        Assert.Equal(5, stumbles);
    }

    [Fact]
    public async Task A_stop_leaves_what_was_not_handed_over_waiting()
    {
        await SpoolAsync(1);
        _database.IsDown = false;
        using var stop = new CancellationTokenSource();
        _database.OnAccepted = () =>
        {
            stop.Cancel();
            throw new OperationCanceledException(stop.Token);
        };

        Assert.Equal(DrainOutcome.Blocked, await _bench.Drain.RunOnceAsync(stop.Token));

        Assert.Single(_bench.Open.Outlet.Take(10));
    }

    [Fact]
    public async Task What_is_too_old_is_not_handed_over()
    {
        await SpoolAsync(1);
        _database.IsDown = false;
        _time.Advance(TimeSpan.FromHours(25));

        await _bench.DrainAsync();

        Assert.Empty(_database.Accepted);
    }

    private async Task SpoolAsync(int count, string? thread = null)
    {
        _database.IsDown = true;
        for (var number = 0; number < count; number++)
        {
            await _bench.AcceptAsync(SampleTurns.Message(number, thread ?? "thread-" + number));
        }
    }
}
