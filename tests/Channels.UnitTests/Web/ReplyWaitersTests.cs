using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Turns.Waiting;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.Channels.UnitTests.Web;

public sealed class ReplyWaitersTests
{
    private readonly FixedTimeProvider _time = new();

    [Fact]
    public void No_more_wait_than_there_are_places_and_a_place_can_be_given_back()
    {
        var waiters = new ReplyWaiters(_time, maxWaits: 2);
        using var first = waiters.TryAdd("a")!;
        using var second = waiters.TryAdd("a")!;

        Assert.Null(waiters.TryAdd("b"));
        first.Dispose();
        first.Dispose();

        Assert.Equal(1, waiters.Count);
        using var third = waiters.TryAdd("b");
        Assert.NotNull(third);
        Assert.Null(waiters.TryAdd("c"));
    }

    [Fact]
    public async Task An_answer_wakes_all_who_wait_for_the_turn_and_nobody_else()
    {
        var waiters = new ReplyWaiters(_time);
        using var first = waiters.TryAdd("a")!;
        using var second = waiters.TryAdd("a")!;
        using var other = waiters.TryAdd("b")!;
        waiters.Progressed("b", new TurnProgress("searching", null));

        Assert.True(waiters.Answered("a"));

        Assert.Empty(await first.ReadSignalsAsync(CancellationToken.None).ToListAsync());
        Assert.Empty(await second.ReadSignalsAsync(CancellationToken.None).ToListAsync());
        Assert.Equal("searching", (await other.ReadSignalsAsync(CancellationToken.None).FirstAsync())!.Stage);
    }

    [Fact]
    public void An_answer_that_nobody_waits_for_is_no_error()
    {
        var waiters = new ReplyWaiters(_time);
        waiters.TryAdd("a")!.Dispose();

        Assert.False(waiters.Answered("a"));
        waiters.Progressed("a", new TurnProgress("searching", null));
        Assert.Equal(0, waiters.Count);
    }

    [Fact]
    public async Task A_place_that_nobody_reads_keeps_the_newest_of_a_bounded_number_of_signals()
    {
        var waiters = new ReplyWaiters(_time);
        using var wait = waiters.TryAdd("a")!;
        for (var i = 0; i < 1_000; i++)
        {
            waiters.Progressed("a", new TurnProgress("reading", i));
        }

        waiters.Answered("a");

        var kept = await wait.ReadSignalsAsync(CancellationToken.None).ToListAsync();
        Assert.InRange(kept.Count, 1, 64);
        Assert.Equal(999, kept[^1]!.Sources);
    }

    [Fact]
    public async Task A_waiting_place_ticks_until_it_is_given_back()
    {
        var waiters = new ReplyWaiters(_time);
        var wait = waiters.TryAdd("a")!;
        _time.Advance(ReplyWait.TickInterval * 3);
        wait.Dispose();
        _time.Advance(ReplyWait.TickInterval * 3);

        Assert.Equal([null, null, null], await wait.ReadSignalsAsync(CancellationToken.None).ToListAsync());
    }
}
