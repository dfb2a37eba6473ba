using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.TestKit.Time;
using Xunit;

namespace ChatOpsBot.TestKit.Contracts;

/// <summary>What every inbox does, wherever it keeps its turns.</summary>
public abstract partial class InboxContract
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DedupeWindow = TimeSpan.FromHours(48);

    protected static CancellationToken None => CancellationToken.None;

    /// <summary>Gets the clock the inbox under test runs on; moved by <see cref="AdvanceAsync"/>.</summary>
    protected FixedTimeProvider Time { get; } = new();

    /// <summary>Moves the clock of the inbox, and that of its store where it has one of its own.</summary>
    protected virtual Task AdvanceAsync(TimeSpan by)
    {
        Time.Advance(by);
        return Task.CompletedTask;
    }

    /// <summary>Opens an empty inbox that keeps dedupe keys for 48 hours.</summary>
    protected abstract Task<InboxUnderTest> OpenAsync(int maxPending = 1_000);

    [Fact]
    public async Task A_message_is_accepted_once_under_any_of_its_keys()
    {
        await using var open = await OpenAsync();
        var first = SampleTurns.Message(1);
        var twin = SampleTurns.Message(2) with { DedupeKeys = ["slack:event:Ev2", first.DedupeKeys[1]] };

        Assert.Equal(AcceptResult.Accepted, await open.Inbox.AcceptAsync(first, None));
        Assert.Equal(AcceptResult.Duplicate, await open.Inbox.AcceptAsync(first, None));
        Assert.Equal(AcceptResult.Duplicate, await open.Inbox.AcceptAsync(twin, None));
        await Statistics.AreAsync(new InboxStatistics(1, 0, first.ReceivedAt), open.Inbox, AdvanceAsync);
    }

    [Fact]
    public async Task A_refused_duplicate_claims_none_of_its_other_keys()
    {
        await using var open = await OpenAsync();
        var first = SampleTurns.Message(1);
        var twin = SampleTurns.Message(2) with { DedupeKeys = ["slack:event:Ev2", first.DedupeKeys[1]] };
        var other = SampleTurns.Message(3) with { DedupeKeys = ["slack:event:Ev2"] };

        await open.Inbox.AcceptAsync(first, None);
        await open.Inbox.AcceptAsync(twin, None);

        Assert.Equal(AcceptResult.Accepted, await open.Inbox.AcceptAsync(other, None));
    }

    [Fact]
    public async Task Of_many_concurrent_deliveries_one_is_accepted()
    {
        await using var open = await OpenAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 64)
            .Select(number => Task.Run(async () => await open.Inbox.AcceptAsync(
                SampleTurns.Message(number) with { DedupeKeys = ["slack:event:" + number, "slack:message:same"] }, None))));

        Assert.Single(results, AcceptResult.Accepted);
        Assert.Equal(63, results.Count(result => result == AcceptResult.Duplicate));
    }

    [Fact]
    public async Task A_key_is_kept_for_the_whole_window_and_free_after_it()
    {
        await using var open = await OpenAsync();
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        var again = SampleTurns.Message(1) with { TurnId = "turn-again" };

        await AdvanceAsync(DedupeWindow - TimeSpan.FromMinutes(1));
        Assert.Equal(AcceptResult.Duplicate, await open.Inbox.AcceptAsync(again, None));

        await AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(AcceptResult.Accepted, await open.Inbox.AcceptAsync(again, None));
    }

    [Fact]
    public async Task A_full_inbox_refuses_and_claims_nothing()
    {
        await using var open = await OpenAsync(maxPending: 2);
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        await open.Inbox.AcceptAsync(SampleTurns.Message(2), None);

        Assert.Equal(AcceptResult.Full, await open.Inbox.AcceptAsync(SampleTurns.Message(3), None));
        Assert.Equal(AcceptResult.Duplicate, await open.Inbox.AcceptAsync(SampleTurns.Message(2), None));

        await open.Inbox.CompleteAsync((await LeaseAsync(open)).Lease, None);
        Assert.Equal(AcceptResult.Accepted, await open.Inbox.AcceptAsync(SampleTurns.Message(3), None));
    }

    [Fact]
    public async Task A_leased_turn_carries_the_message_as_it_was_accepted()
    {
        await using var open = await OpenAsync();
        var message = SampleTurns.Message(1);
        await open.Inbox.AcceptAsync(message, None);

        var leased = await LeaseAsync(open);

        Assert.Equivalent(message, leased.Message, strict: true);
        Assert.Equal(1, leased.Attempt);
        Assert.Null(leased.Receipt);
        Assert.Null(leased.Answer);
        Assert.Equal("turn-1", leased.Lease.TurnId);
    }

    [Fact]
    public async Task Text_of_any_kind_and_length_comes_back_as_it_was()
    {
        await using var open = await OpenAsync();
        var text = string.Concat(Enumerable.Repeat("\"<b>\u202Eא\u200B\0\u001f😀 @channel\\ ", 2_500))[..40_000];
        await open.Inbox.AcceptAsync(SampleTurns.Message(1) with { Text = text, Locale = null, Attachments = [] }, None);

        Assert.Equal(text, (await LeaseAsync(open)).Message.Text);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_comes_back_as_the_replacement_character()
    {
        await using var open = await OpenAsync();
        await open.Inbox.AcceptAsync(SampleTurns.Message(1) with { Text = "a\uD800b\uDC00" }, None);

        Assert.Equal("a\uFFFDb\uFFFD", (await LeaseAsync(open)).Message.Text);
    }

    [Fact]
    public async Task Turns_of_different_threads_are_leased_oldest_first()
    {
        await using var open = await OpenAsync();
        foreach (var number in Enumerable.Range(1, 5))
        {
            await open.Inbox.AcceptAsync(SampleTurns.Message(number, "thread-" + number), None);
        }

        var leased = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            leased.Add((await LeaseAsync(open)).Lease.TurnId);
        }

        Assert.Equal(["turn-1", "turn-2", "turn-3", "turn-4", "turn-5"], leased);
    }

    [Fact]
    public async Task A_thread_runs_one_turn_at_a_time_in_order_of_arrival()
    {
        await using var open = await OpenAsync();
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        await open.Inbox.AcceptAsync(SampleTurns.Message(2), None);
        var first = await LeaseAsync(open);

        using var stop = new CancellationTokenSource();
        var second = open.Inbox.LeaseAsync(stop.Token);
        Assert.False(second.IsCompleted);
        await open.Inbox.CompleteAsync(first.Lease, None);

        Assert.Equal("turn-1", first.Lease.TurnId);
        Assert.Equal("turn-2", (await second.WaitAsync(Patience)).Lease.TurnId);
    }

    [Fact]
    public async Task A_delayed_retry_holds_the_later_turns_of_its_thread_and_no_other()
    {
        await using var open = await OpenAsync();
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        await open.Inbox.AcceptAsync(SampleTurns.Message(2), None);
        await open.Inbox.AcceptAsync(SampleTurns.Message(3, "thread-2"), None);
        await open.Inbox.RetryAsync((await LeaseAsync(open)).Lease, TimeSpan.FromSeconds(10), "timeout", None);

        Assert.Equal("turn-3", (await LeaseAsync(open)).Lease.TurnId);
        var next = open.Inbox.LeaseAsync(None);
        await AdvanceAsync(TimeSpan.FromSeconds(9));
        Assert.False(next.IsCompleted);
        await AdvanceAsync(TimeSpan.FromSeconds(2));

        var again = await next.WaitAsync(Patience);
        Assert.Equal("turn-1", again.Lease.TurnId);
        Assert.Equal(2, again.Attempt);
    }

    [Fact]
    public async Task A_turn_that_ended_is_not_leased_again()
    {
        await using var open = await OpenAsync();
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        await open.Inbox.AcceptAsync(SampleTurns.Message(2), None);
        await open.Inbox.DeadLetterAsync((await LeaseAsync(open)).Lease, "gave up", None);
        await open.Inbox.CompleteAsync((await LeaseAsync(open)).Lease, None);

        using var stop = new CancellationTokenSource();
        var next = open.Inbox.LeaseAsync(stop.Token);
        await AdvanceAsync(TimeSpan.FromHours(1));

        Assert.False(next.IsCompleted);
        await Statistics.AreAsync(new InboxStatistics(0, 0, null), open.Inbox, AdvanceAsync);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task A_waiting_worker_gets_the_next_message_and_a_cancelled_one_takes_none_away()
    {
        await using var open = await OpenAsync();
        using var stop = new CancellationTokenSource();
        var cancelled = open.Inbox.LeaseAsync(stop.Token);
        var waiting = open.Inbox.LeaseAsync(None);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);

        Assert.Equal("turn-1", (await waiting.WaitAsync(Patience)).Lease.TurnId);
    }

    [Fact]
    public async Task Many_workers_never_hold_two_turns_of_a_thread()
    {
        await using var open = await OpenAsync();
        foreach (var number in Enumerable.Range(0, 200))
        {
            await open.Inbox.AcceptAsync(SampleTurns.Message(number, "thread-" + (number % 7)), None);
        }

        var running = new HashSet<string>();
        var ended = new List<InboundMessage>();
        using var stop = new CancellationTokenSource(Patience);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => WorkAsync(open.Inbox, running, ended, 200, stop))));

        Assert.Equal(200, ended.Select(message => message.TurnId).Distinct().Count());
        Assert.All(
            ended.GroupBy(message => message.Conversation.ThreadId),
            thread => Assert.Equal(thread.Select(message => message.ReceivedAt).Order(), thread.Select(message => message.ReceivedAt)));
    }

    [Fact]
    public async Task Statistics_tell_what_waits_what_runs_and_since_when()
    {
        await using var open = await OpenAsync();
        await open.Inbox.AcceptAsync(SampleTurns.Message(1, "thread-1"), None);
        await open.Inbox.AcceptAsync(SampleTurns.Message(2, "thread-2"), None);
        var first = await LeaseAsync(open);

        await Statistics.AreAsync(new InboxStatistics(1, 1, SampleTurns.Message(1).ReceivedAt), open.Inbox, AdvanceAsync);
        await open.Inbox.CompleteAsync(first.Lease, None);
        await Statistics.AreAsync(new InboxStatistics(1, 0, SampleTurns.Message(2).ReceivedAt), open.Inbox, AdvanceAsync);
    }

    [Fact]
    public async Task A_token_that_was_cancelled_before_stores_nothing()
    {
        await using var open = await OpenAsync();
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await open.Inbox.AcceptAsync(SampleTurns.Message(1), cancelled));

        Assert.Equal(AcceptResult.Accepted, await open.Inbox.AcceptAsync(SampleTurns.Message(1), None));
    }

    protected static Task<LeasedTurn> LeaseAsync(InboxUnderTest open) => open.Inbox.LeaseAsync(None).WaitAsync(Patience);

    private static async Task WorkAsync(
        IInbox inbox, HashSet<string> running, List<InboundMessage> ended, int total, CancellationTokenSource stop)
    {
        while (!stop.IsCancellationRequested)
        {
            LeasedTurn turn;
            try
            {
                turn = await inbox.LeaseAsync(stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            lock (running)
            {
                Assert.True(running.Add(turn.Message.Conversation.ThreadId), "Two turns of one thread run at a time.");
            }

            await inbox.RecordAnswerAsync(turn.Lease, SampleTurns.Answer(), None);
            lock (running)
            {
                running.Remove(turn.Message.Conversation.ThreadId);
                ended.Add(turn.Message);
            }

            await inbox.CompleteAsync(turn.Lease, None);
            if (ended.Count == total)
            {
                await stop.CancelAsync();
            }
        }
    }
}

/// <summary>An open inbox; closing it frees what it stands on.</summary>
public sealed record InboxUnderTest(IInbox Inbox, IAsyncDisposable Resource) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Resource.DisposeAsync();
}
