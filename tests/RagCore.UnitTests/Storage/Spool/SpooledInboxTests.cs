using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Spool;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Inbox;
using ChatOpsBot.TestKit.Storage;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.RagCore.UnitTests.Storage.Spool;

public sealed class SpooledInboxTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FixedTimeProvider _time = new();
    private readonly PowerLossFileSystem _files = new();
    private readonly FakeInbox _database = new();
    private readonly SpooledBench _bench;

    public SpooledInboxTests() => _bench = new SpooledBench(_files, _time, _database);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_message_goes_to_the_database_while_that_answers()
    {
        Assert.Equal(AcceptResult.Accepted, await _bench.AcceptAsync(SampleTurns.Message(1)));
        Assert.Equal(AcceptResult.Duplicate, await _bench.AcceptAsync(SampleTurns.Message(1)));

        Assert.Single(_database.Accepted);
        Assert.Equal(0, _bench.Spool.Statistics.Waiting);
    }

    [Fact]
    public async Task A_message_is_taken_while_the_database_is_down_and_a_second_delivery_of_it_is_a_duplicate()
    {
        _database.IsDown = true;

        Assert.Equal(AcceptResult.Accepted, await _bench.AcceptAsync(SampleTurns.Message(1)));
        Assert.Equal(AcceptResult.Duplicate, await _bench.AcceptAsync(SampleTurns.Message(1)));
        _database.IsDown = false;
        Assert.Equal(AcceptResult.Duplicate, await _bench.AcceptAsync(SampleTurns.Message(1) with { Conversation = SampleTurns.Thread("elsewhere") }));
        await _bench.DrainAsync();

        Assert.Equal(["turn-1"], Turns());
        Assert.Equal(AcceptResult.Duplicate, await _bench.AcceptAsync(SampleTurns.Message(1)));
    }

    [Fact]
    public async Task While_the_database_is_down_one_message_in_a_second_asks_it()
    {
        var asked = 0;
        _database.OnAccepted = () => asked++;
        _database.OnAccepted += () => throw new StoreUnavailableException("down for a test");
        for (var number = 0; number < 10; number++)
        {
            await _bench.AcceptAsync(SampleTurns.Message(number, "thread-" + number));
        }

        Assert.Equal(1, asked);
        _time.Advance(TimeSpan.FromSeconds(2));
        await _bench.AcceptAsync(SampleTurns.Message(10, "thread-10"));
        await _bench.AcceptAsync(SampleTurns.Message(11, "thread-11"));
        Assert.Equal(2, asked);
    }

    [Fact]
    public void Probes_are_at_least_a_second_apart_and_at_most_two()
    {
        _bench.Breaker.Failed();
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(_bench.Breaker.MayTry());

        _time.Advance(TimeSpan.FromMilliseconds(1_001));
        Assert.True(_bench.Breaker.MayTry());
        Assert.False(_bench.Breaker.MayTry());
    }

    [Fact]
    public async Task A_message_that_reached_the_database_although_it_seemed_down_becomes_one_turn()
    {
        _database.OnAccepted = () => throw new StoreUnavailableException("timed out for a test");
        Assert.Equal(AcceptResult.Accepted, await _bench.AcceptAsync(SampleTurns.Message(1)));
        _database.OnAccepted = null;

        Assert.Equal(DrainOutcome.Idle, await _bench.DrainAsync());

        Assert.Equal(["turn-1"], Turns());
    }

    [Fact]
    public async Task Nothing_overtakes_what_waits_of_its_thread()
    {
        _database.IsDown = true;
        await _bench.AcceptAsync(SampleTurns.Message(1));
        _database.IsDown = false;
        _time.Advance(TimeSpan.FromMinutes(1));

        await _bench.AcceptAsync(SampleTurns.Message(2));
        await _bench.AcceptAsync(SampleTurns.Message(3, "other"));
        Assert.Equal(["turn-3"], Turns());
        await _bench.DrainAsync();
        await _bench.AcceptAsync(SampleTurns.Message(4));

        Assert.Equal(["turn-3", "turn-1", "turn-2", "turn-4"], Turns());
    }

    [Fact]
    public async Task A_full_database_says_so_and_nothing_is_spooled()
    {
        _database.IsFull = true;

        Assert.Equal(AcceptResult.Full, await _bench.AcceptAsync(SampleTurns.Message(1)));
        Assert.Equal(0, _bench.Spool.Statistics.Waiting);
    }

    [Fact]
    public async Task When_neither_takes_the_message_the_sender_is_told_and_both_are_tried_again()
    {
        _database.IsDown = true;
        _files.BytesLeft = 0;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _bench.AcceptAsync(SampleTurns.Message(1)));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _bench.AcceptAsync(SampleTurns.Message(1)));

        _files.BytesLeft = long.MaxValue;
        Assert.Equal(AcceptResult.Accepted, await _bench.AcceptAsync(SampleTurns.Message(1)));
    }

    [Fact]
    public async Task A_sender_who_has_gone_is_not_spooled_for()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            using var gone = new CancellationTokenSource();
            _database.OnAccepted = gone.Cancel;
            _database.OnAccepted += () => throw new OperationCanceledException(gone.Token);
            await _bench.Inbox.AcceptAsync(SampleTurns.Message(1), gone.Token);
        });

        Assert.Equal(0, _bench.Spool.Statistics.Waiting);
        Assert.False(_bench.Breaker.IsOpen);
    }

    [Fact]
    public async Task An_edit_of_what_waits_reaches_the_database_with_it_and_an_older_one_does_not_undo_it()
    {
        _database.IsDown = true;
        await _bench.AcceptAsync(SampleTurns.Message(1));
        Assert.True(await EditAsync("Newer", 9));
        Assert.True(await EditAsync("Older", 8));
        _database.IsDown = false;
        await _bench.DrainAsync();

        Assert.Equal("Newer", Assert.Single(_database.Accepted).Text);
        Assert.Equal(SampleTurns.Start.AddSeconds(9), Assert.Single(_database.Edits).EditedAt);
        Assert.True(await EditAsync("Newest", 10));
        Assert.Equal("Newest", Assert.Single(_database.Accepted).Text);
    }

    [Fact]
    public async Task An_edit_reaches_a_message_that_the_database_has_although_it_seemed_down()
    {
        _database.OnAccepted = () => throw new StoreUnavailableException("timed out for a test");
        await _bench.AcceptAsync(SampleTurns.Message(1));
        _database.OnAccepted = null;

        await EditAsync("Newer", 9);
        await _bench.DrainAsync();

        Assert.Equal("Newer", Assert.Single(_database.Accepted).Text);
    }

    [Fact]
    public async Task A_removal_of_what_waits_keeps_it_from_the_database_and_its_keys_from_coming_again()
    {
        _database.IsDown = true;
        await _bench.AcceptAsync(SampleTurns.Message(1));
        Assert.True(await CancelAsync());
        Assert.False(await CancelAsync());
        Assert.Equal(0, _bench.Inbox.Statistics.Waiting);
        _database.IsDown = false;
        await _bench.DrainAsync();

        Assert.Empty(_database.Accepted);
        Assert.Equal(AcceptResult.Duplicate, await _bench.AcceptAsync(SampleTurns.Message(1)));
    }

    [Fact]
    public async Task A_removal_reaches_a_message_that_the_database_has_although_it_seemed_down()
    {
        _database.OnAccepted = () => throw new StoreUnavailableException("timed out for a test");
        await _bench.AcceptAsync(SampleTurns.Message(1));
        _database.OnAccepted = null;

        await CancelAsync();
        await _bench.DrainAsync();

        Assert.Single(_database.Removals);
    }

    [Fact]
    public async Task Edits_and_removals_survive_a_loss_of_power()
    {
        _database.IsDown = true;
        await _bench.AcceptAsync(SampleTurns.Message(1));
        await EditAsync("Newer", 9);
        await _bench.AcceptAsync(SampleTurns.Message(2) with { MessageId = "message-two" });
        Assert.True(await _bench.Inbox.TryCancelAsync(new InboundRemoval(SampleTurns.Thread(), "message-two", SampleTurns.Start), None));
        _database.IsDown = false;

        using var again = new SpooledBench(_files.Restart(PowerLoss.DropAll), _time, _database);
        await again.DrainAsync();

        Assert.Equal("Newer", Assert.Single(_database.Accepted).Text);
    }

    [Fact]
    public async Task An_edit_of_what_is_being_handed_over_waits_for_its_end()
    {
        _database.IsDown = true;
        await _bench.AcceptAsync(SampleTurns.Message(1));
        _database.IsDown = false;
        Task<bool>? edit = null;
        _database.OnAccepted = () => edit = EditAsync("Newer", 9);

        await _bench.DrainAsync();

        Assert.True(await edit!.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal("Newer", Assert.Single(_database.Accepted).Text);
    }

    [Fact]
    public async Task What_waits_in_the_spool_is_counted_with_what_waits_in_the_database()
    {
        await _bench.AcceptAsync(SampleTurns.Message(5, "thread-5"));
        _database.IsDown = true;
        await _bench.AcceptAsync(SampleTurns.Message(3, "thread-3"));

        Assert.Equal(2, _bench.Inbox.Statistics.Waiting);
        Assert.Equal(SampleTurns.Message(3).ReceivedAt, _bench.Inbox.Statistics.OldestReceivedAt);
    }

    [Fact]
    public async Task One_of_the_two_that_is_down_is_a_degradation_and_both_are_an_obstacle()
    {
        Assert.Equal((null, null), (_bench.Inbox.Statistics.Obstacle, _bench.Inbox.Statistics.Degradation));

        _database.IsDown = true;
        await _bench.AcceptAsync(SampleTurns.Message(1));
        Assert.Null(_bench.Inbox.Statistics.Obstacle);
        Assert.Equal("The database does not answer. Messages wait in the spool.", _bench.Inbox.Statistics.Degradation);

        _files.BytesLeft = 0;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _bench.AcceptAsync(SampleTurns.Message(2)));
        Assert.StartsWith("The database does not answer. The disk of the spool", _bench.Inbox.Statistics.Obstacle, StringComparison.Ordinal);
        Assert.Null(_bench.Inbox.Statistics.Degradation);

        _database.IsDown = false;
        await _bench.DrainAsync();
        Assert.Null(_bench.Inbox.Statistics.Obstacle);
        Assert.StartsWith("The disk of the spool", _bench.Inbox.Statistics.Degradation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_spool_every_message_is_offered_to_the_database()
    {
        using var bench = new SpooledBench(new PowerLossFileSystem { IsReadOnly = true }, _time, _database);
        _database.IsDown = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => bench.AcceptAsync(SampleTurns.Message(1)));
        _database.IsDown = false;

        Assert.Equal(AcceptResult.Accepted, await bench.AcceptAsync(SampleTurns.Message(1)));
        Assert.Equal("The spool cannot be used; the log of the process says why.", bench.Inbox.Statistics.Degradation);
    }

    private Task<bool> EditAsync(string text, int second)
        => _bench.Inbox.TryEditAsync(new InboundEdit(SampleTurns.Thread(), "message-1", text, SampleTurns.Start.AddSeconds(second)), None);

    private Task<bool> CancelAsync()
        => _bench.Inbox.TryCancelAsync(new InboundRemoval(SampleTurns.Thread(), "message-1", SampleTurns.Start), None);

    private IEnumerable<string> Turns() => _database.Accepted.Select(message => message.TurnId);
}
