using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Storage;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.RagCore.UnitTests.Storage.Spool;

public sealed class SpoolTests
{
    private const string FirstSegment = "0000000001.log";

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FixedTimeProvider _time = new();
    private readonly PowerLossFileSystem _files = new();

    [Fact]
    public async Task Messages_come_out_in_the_order_they_came_in()
    {
        using var open = new OpenedSpool(_files, _time);
        await AcceptAsync(open, 1, "thread-1");
        await AcceptAsync(open, 2, "thread-2");
        await AcceptAsync(open, 3, "thread-1");

        Assert.Equal(["turn-1", "turn-2", "turn-3"], await open.DrainAsync());
        Assert.Equal(0, open.Spool.Statistics.Waiting);
    }

    [Fact]
    public async Task No_second_message_of_a_thread_is_taken_before_the_first_one_is_done()
    {
        using var open = new OpenedSpool(_files, _time);
        await AcceptAsync(open, 1, "thread-1");
        await AcceptAsync(open, 2, "thread-1");

        var first = Assert.Single(open.Outlet.Take(10));
        Assert.Empty(open.Outlet.Take(10));
        open.Outlet.PutBack(first);

        Assert.Same(first, Assert.Single(open.Outlet.Take(10)));
    }

    [Fact]
    public async Task A_message_that_waits_is_known_by_each_of_its_keys()
    {
        using var open = new OpenedSpool(_files, _time);
        var first = SampleTurns.Message(1);
        await open.Spool.AcceptAsync(first, None);

        Assert.Equal(AcceptResult.Duplicate, await open.Spool.AcceptAsync(first, None));
        Assert.Equal(AcceptResult.Duplicate, await open.Spool.AcceptAsync(SampleTurns.Message(2) with { DedupeKeys = ["other", first.DedupeKeys[1]] }, None));
        Assert.Equal(AcceptResult.Accepted, await open.Spool.AcceptAsync(SampleTurns.Message(3) with { DedupeKeys = ["other"] }, None));
    }

    [Fact]
    public async Task Of_many_concurrent_deliveries_one_is_taken()
    {
        using var open = new OpenedSpool(_files, _time);

        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(number => Task.Run(async () => await open.Spool.AcceptAsync(
            SampleTurns.Message(number) with { DedupeKeys = ["slack:event:" + number, "slack:message:same"] }, None))));

        Assert.Single(results, AcceptResult.Accepted);
        Assert.Equal(1, open.Spool.Statistics.Waiting);
    }

    [Theory]
    [InlineData(PowerLoss.ProcessOnly)]
    [InlineData(PowerLoss.DropAll)]
    [InlineData(PowerLoss.KeepPrefix)]
    [InlineData(PowerLoss.GarbleSectors)]
    internal async Task What_waits_survives_a_loss_of_power_and_what_was_drained_does_not_come_back(PowerLoss loss)
    {
        using var open = new OpenedSpool(_files, _time);
        await AcceptAsync(open, 1);
        await AcceptAsync(open, 2);
        await open.Outlet.FinishAsync(open.Outlet.Take(1));

        using var again = new OpenedSpool(_files.Restart(loss), _time);

        Assert.Equal(["turn-2"], await again.DrainAsync());
    }

    [Fact]
    public async Task Damage_at_the_end_loses_the_torn_record_alone()
    {
        int good;
        using (var open = new OpenedSpool(_files, _time))
        {
            await AcceptAsync(open, 1);
            good = _files.Contents(FirstSegment).Length;
            await AcceptAsync(open, 2);
        }

        _files.Corrupt(FirstSegment, good + 20);
        using var again = new OpenedSpool(_files, _time);

        Assert.Equal(["turn-1"], await again.DrainAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(300)]
    public async Task Damage_in_the_middle_loses_the_damaged_record_alone_and_is_kept_beside_it(int into)
    {
        int first;
        using (var open = new OpenedSpool(_files, _time, OpenedSpool.Settings with { SegmentBytes = 2_500 }))
        {
            await AcceptAsync(open, 1);
            first = _files.Contents(FirstSegment).Length;
            for (var number = 2; number < 9; number++)
            {
                await AcceptAsync(open, number, "thread-" + number);
            }
        }

        _files.Corrupt(FirstSegment, first + into);
        _files.Corrupt("0000000002.log", 3);
        using var again = new OpenedSpool(_files, _time);

        Assert.Equal(["turn-1", "turn-3", "turn-4", "turn-5", "turn-6", "turn-7", "turn-8"], await again.DrainAsync());
        Assert.Contains($"[{LogEvents.DamagePassedOver}]", again.Logs.Text, StringComparison.Ordinal);
        Assert.Contains($"{FirstSegment}.{first}.damaged", _files.List());
    }

    [Fact]
    public async Task Files_go_once_all_of_what_they_hold_was_drained()
    {
        using var open = new OpenedSpool(_files, _time, OpenedSpool.Settings with { SegmentBytes = 2_000 });
        for (var number = 0; number < 20; number++)
        {
            await AcceptAsync(open, number);
        }

        var before = _files.List().Count;
        await open.DrainAsync();
        await AcceptAsync(open, 20);
        await open.DrainAsync();

        Assert.True(SpinWait.SpinUntil(() => _files.List().Count < 3, TimeSpan.FromSeconds(20)));
        Assert.InRange(before, 5, 50);
    }

    [Fact]
    public async Task No_more_bytes_wait_than_may_and_there_is_room_again_after_the_drain()
    {
        using var open = new OpenedSpool(_files, _time, OpenedSpool.Settings with { MaxBytes = 5_000, SegmentBytes = 1_000 });
        var taken = 0;
        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
        {
            for (; taken < 1_000; taken++)
            {
                await AcceptAsync(open, taken);
            }
        });

        Assert.Contains("Storage:Spool:MaxBytes", refusal.Message, StringComparison.Ordinal);
        Assert.InRange(taken, 5, 8);
        await open.DrainAsync();
        Assert.True(SpinWait.SpinUntil(() => _files.List().Count == 1, TimeSpan.FromSeconds(20)));
        await AcceptAsync(open, taken);
    }

    [Fact]
    public async Task What_is_too_old_is_given_up_by_name()
    {
        using var open = new OpenedSpool(_files, _time);
        await AcceptAsync(open, 1);
        _time.Advance(TimeSpan.FromHours(23));
        await AcceptAsync(open, 2);
        await open.Outlet.GiveUpOldAsync();
        Assert.Equal(2, open.Spool.Statistics.Waiting);

        _time.Advance(TimeSpan.FromHours(2));
        await open.Outlet.GiveUpOldAsync();

        Assert.Contains($"[{LogEvents.SpooledGivenUp}] Gave up turn turn-1:", open.Logs.Text, StringComparison.Ordinal);
        using var again = new OpenedSpool(_files.Restart(PowerLoss.DropAll), _time);
        Assert.Equal(["turn-2"], await again.DrainAsync());
    }

    [Fact]
    public async Task What_cannot_be_read_is_set_aside_and_holds_up_nobody_until_it_is_too_old()
    {
        using var open = new OpenedSpool(_files, _time);
        await AcceptAsync(open, 1);
        await AcceptAsync(open, 2);
        _files.Corrupt(FirstSegment, 300);

        var damaged = Assert.Single(open.Outlet.Take(10));
        Assert.Null(open.Outlet.Read(damaged));
        open.Outlet.SetAside(damaged);

        Assert.Contains($"[{LogEvents.SpooledUnreadable}]", open.Logs.Text, StringComparison.Ordinal);
        Assert.Equal(["turn-2"], await open.DrainAsync());
        Assert.Equal(AcceptResult.Duplicate, await open.Spool.AcceptAsync(SampleTurns.Message(1), None));
        _time.Advance(TimeSpan.FromHours(25));
        await open.Outlet.GiveUpOldAsync();
        Assert.Equal(0, open.Spool.Statistics.Waiting);
    }

    [Fact]
    public async Task A_full_disk_refuses_and_the_message_is_taken_once_there_is_room()
    {
        using var open = new OpenedSpool(_files, _time);
        _files.BytesLeft = 300;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => AcceptAsync(open, 1));
        Assert.NotNull(open.Spool.Obstacle);

        _files.BytesLeft = long.MaxValue;
        await AcceptAsync(open, 1);

        Assert.Null(open.Spool.Obstacle);
        Assert.Equal(["turn-1"], await open.DrainAsync());
    }

    [Fact]
    public async Task A_drain_that_could_not_mark_what_it_took_goes_on_and_offers_it_once_more_after_a_restart()
    {
        using var open = new OpenedSpool(_files, _time);
        await AcceptAsync(open, 1);
        _files.BytesLeft = 0;
        Assert.Equal(["turn-1"], await open.DrainAsync());
        _files.BytesLeft = long.MaxValue;

        using var again = new OpenedSpool(_files.Restart(PowerLoss.DropAll), _time);
        Assert.Equal(["turn-1"], await again.DrainAsync());
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_tried_again()
    {
        _files.IsReadOnly = true;
        using var open = new OpenedSpool(_files, _time);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => AcceptAsync(open, 1));
        Assert.NotNull(open.Spool.Obstacle);
        Assert.Contains($"[{LogEvents.SpoolNotUsable}]", open.Logs.Text, StringComparison.Ordinal);

        _files.IsReadOnly = false;
        Assert.True(open.Spool.TryOpen());

        await AcceptAsync(open, 1);
        Assert.Null(open.Spool.Obstacle);
    }

    [Fact]
    public async Task A_spool_whose_flush_failed_can_be_read_anew()
    {
        using var open = new OpenedSpool(_files, _time);
        await AcceptAsync(open, 1);
        _files.FlushFails = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => AcceptAsync(open, 2));
        Assert.NotNull(open.Spool.Obstacle);
        Assert.False(open.Spool.TryOpen());

        _files.FlushFails = false;
        Assert.True(open.Spool.TryOpen());

        await AcceptAsync(open, 3);
        using var again = new OpenedSpool(_files.Restart(PowerLoss.DropAll), _time);
        Assert.Superset(new HashSet<string> { "turn-1", "turn-3" }, (await again.DrainAsync()).ToHashSet());
    }

    [Fact]
    public async Task A_cancelled_token_stores_nothing()
    {
        using var open = new OpenedSpool(_files, _time);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await open.Spool.AcceptAsync(SampleTurns.Message(1), new CancellationToken(true)));

        Assert.Equal(0, open.Spool.Statistics.Waiting);
    }

    private static async Task AcceptAsync(OpenedSpool open, int number, string thread = "thread-1")
        => Assert.Equal(AcceptResult.Accepted, await open.Spool.AcceptAsync(SampleTurns.Message(number, thread), None));
}
