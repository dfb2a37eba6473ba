using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.TestKit.Time;
using Xunit;

namespace ChatOpsBot.TestKit.Contracts;

/// <summary>What every list of dead letters does, wherever its turns are kept.</summary>
public abstract class DeadLetterContract
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>Gets the clock the store under test runs on.</summary>
    protected FixedTimeProvider Time { get; } = new();

    /// <summary>Moves the clock of the store.</summary>
    protected virtual Task AdvanceAsync(TimeSpan by)
    {
        Time.Advance(by);
        return Task.CompletedTask;
    }

    /// <summary>Opens an empty store.</summary>
    protected abstract Task<DeadLettersUnderTest> OpenAsync();

    [Fact]
    public async Task Dead_turns_of_every_tenant_are_listed_the_last_one_first()
    {
        await using var open = await OpenAsync();
        await AcceptAsync(open, SampleTurns.Message(1, "thread-1"), SampleTurns.Message(2, "thread-2", "other"), SampleTurns.Message(3, "thread-3"));
        await DieAsync(open, "timeout");
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        await DieAsync(open, "delivery_permanent: channel_not_found", SampleTurns.Answer());

        var listed = await open.DeadLetters.ListAsync(10, None);

        Assert.Equal(
            [
                new DeadLetter(new TenantId("other"), "turn-2", ChannelKind.Slack, "delivery_permanent: channel_not_found", SampleTurns.Start.AddMinutes(1), 1, HasAnswer: true),
                new DeadLetter(TenantId.Default, "turn-1", ChannelKind.Slack, "timeout", SampleTurns.Start, 1, HasAnswer: false),
            ],
            listed);
        Assert.Equal(["turn-2"], (await open.DeadLetters.ListAsync(1, None)).Select(letter => letter.TurnId));
    }

    [Fact]
    public async Task A_dead_letter_tells_how_often_the_turn_was_tried_and_an_apology_is_no_answer()
    {
        await using var open = await OpenAsync();
        await AcceptAsync(open, SampleTurns.Message(1));
        await open.Inbox.RetryAsync((await LeaseAsync(open)).Lease, TimeSpan.Zero, "timeout", None);
        await DieAsync(open, "attempts_exhausted", Apology());

        var letter = Assert.Single(await open.DeadLetters.ListAsync(10, None));

        Assert.Equal(("attempts_exhausted", 2, false), (letter.Cause, letter.Attempts, letter.HasAnswer));
    }

    [Fact]
    public async Task A_replayed_turn_is_due_at_once_and_was_never_tried_but_may_have_posted()
    {
        await using var open = await OpenAsync();
        await AcceptAsync(open, SampleTurns.Message(1));
        await open.Inbox.RetryAsync((await LeaseAsync(open)).Lease, TimeSpan.Zero, "timeout", None);
        var dead = await DieAsync(open, "timeout");

        Assert.Equal(ReplayResult.Replayed, await open.DeadLetters.ReplayAsync("turn-1", None));

        Assert.Empty(await open.DeadLetters.ListAsync(10, None));
        await Statistics.AreAsync(new InboxStatistics(1, 0, SampleTurns.Message(1).ReceivedAt), open.Inbox, AdvanceAsync);
        Assert.Equal(TurnState.Received, (await open.Journal.FindAsync(TenantId.Default, "turn-1", None))!.State);
        var leased = await LeaseAsync(open);
        Assert.Equal((1, true), (leased.Attempt, leased.MayHavePosted));
        Assert.True(leased.Lease.FencingToken > dead.Lease.FencingToken);
        Assert.Null(leased.Answer);
        Assert.Null(leased.Receipt);
    }

    [Fact]
    public async Task A_worker_that_waits_gets_the_replayed_turn()
    {
        await using var open = await OpenAsync();
        await AcceptAsync(open, SampleTurns.Message(1));
        await DieAsync(open, "timeout");
        var waiting = open.Inbox.LeaseAsync(None);

        await open.DeadLetters.ReplayAsync("turn-1", None);

        Assert.Equal("turn-1", (await waiting.WaitAsync(Patience)).Lease.TurnId);
    }

    [Fact]
    public async Task A_stored_answer_is_only_delivered_again()
    {
        await using var open = await OpenAsync();
        await AcceptAsync(open, SampleTurns.Message(1));
        await DieAsync(open, "delivery_permanent: is_archived", SampleTurns.Answer(), new DeliveryReceipt("placeholder"));

        await open.DeadLetters.ReplayAsync("turn-1", None);

        Assert.Equal(TurnState.Answered, (await open.Journal.FindAsync(TenantId.Default, "turn-1", None))!.State);
        var leased = await LeaseAsync(open);
        Assert.Equivalent(SampleTurns.Answer(), leased.Answer, strict: true);
        Assert.Equal(new DeliveryReceipt("placeholder"), leased.Receipt);
        await Assert.ThrowsAsync<InvalidOperationException>(() => open.Inbox.RecordAnswerAsync(leased.Lease, SampleTurns.Answer("Six."), None));
    }

    [Fact]
    public async Task An_apology_is_dropped_and_where_it_stands_is_kept_for_the_answer()
    {
        await using var open = await OpenAsync();
        await AcceptAsync(open, SampleTurns.Message(1));
        await DieAsync(open, "attempts_exhausted", Apology(), new DeliveryReceipt("apology"));

        await open.DeadLetters.ReplayAsync("turn-1", None);

        var leased = await LeaseAsync(open);
        Assert.Null(leased.Answer);
        Assert.Equal(new DeliveryReceipt("apology"), leased.Receipt);
        await open.Inbox.RecordAnswerAsync(leased.Lease, SampleTurns.Answer("Six."), None);
        await open.Inbox.CompleteAsync(leased.Lease, None);
        var ended = await open.Journal.FindAsync(TenantId.Default, "turn-1", None);
        Assert.Equal(TurnState.Delivered, ended!.State);
        Assert.Equivalent(SampleTurns.Answer("Six."), ended.Answer, strict: true);
    }

    [Fact]
    public async Task Replaying_is_idempotent_and_says_what_it_found()
    {
        await using var open = await OpenAsync();
        await AcceptAsync(open, SampleTurns.Message(1));
        Assert.Equal(ReplayResult.Unknown, await open.DeadLetters.ReplayAsync("turn-9", None));
        Assert.Equal(ReplayResult.NotDead, await open.DeadLetters.ReplayAsync("turn-1", None));
        await DieAsync(open, "timeout");

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => open.DeadLetters.ReplayAsync("turn-1", None))));

        Assert.Single(results, ReplayResult.Replayed);
        Assert.Equal(15, results.Count(result => result == ReplayResult.NotDead));
        var leased = await LeaseAsync(open);
        Assert.Equal(ReplayResult.NotDead, await open.DeadLetters.ReplayAsync("turn-1", None));
        await open.Inbox.CompleteAsync(leased.Lease, None);
        Assert.Equal(ReplayResult.NotDead, await open.DeadLetters.ReplayAsync("turn-1", None));
        await Statistics.AreAsync(new InboxStatistics(0, 0, null), open.Inbox, AdvanceAsync);
    }

    [Fact]
    public async Task A_turn_that_dies_again_is_listed_again_and_can_be_replayed_again()
    {
        await using var open = await OpenAsync();
        await AcceptAsync(open, SampleTurns.Message(1));
        await DieAsync(open, "timeout");
        await open.DeadLetters.ReplayAsync("turn-1", None);
        await AdvanceAsync(TimeSpan.FromMinutes(2));
        await DieAsync(open, "attempts_exhausted", Apology());

        var letter = Assert.Single(await open.DeadLetters.ListAsync(10, None));

        Assert.Equal(("attempts_exhausted", 1, SampleTurns.Start.AddMinutes(2)), (letter.Cause, letter.Attempts, letter.DiedAt));
        Assert.Equal(ReplayResult.Replayed, await open.DeadLetters.ReplayAsync("turn-1", None));
        Assert.Null((await LeaseAsync(open)).Answer);
    }

    [Fact]
    public async Task A_replayed_turn_has_half_an_hour_from_then_and_never_less_than_before()
    {
        await using var open = await OpenAsync();
        var late = SampleTurns.Start.AddHours(24);
        await AcceptAsync(open, SampleTurns.Message(1, "thread-1"), SampleTurns.Message(2, "thread-2") with { Deadline = late });
        await DieAsync(open, "timeout");
        await DieAsync(open, "timeout");
        await AdvanceAsync(TimeSpan.FromHours(2));

        await open.DeadLetters.ReplayAsync("turn-1", None);
        await open.DeadLetters.ReplayAsync("turn-2", None);

        await AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(SampleTurns.Start.AddHours(2.5), (await LeaseAsync(open)).Message.Deadline);
        Assert.Equal(late, (await LeaseAsync(open)).Message.Deadline);
    }

    [Fact]
    public async Task A_replayed_turn_runs_before_what_waits_in_its_thread()
    {
        await using var open = await OpenAsync();
        await AcceptAsync(open, SampleTurns.Message(1), SampleTurns.Message(2));
        await DieAsync(open, "timeout");

        await open.DeadLetters.ReplayAsync("turn-1", None);

        Assert.Equal("turn-1", (await LeaseAsync(open)).Lease.TurnId);
    }

    [Fact]
    public async Task A_replayed_turn_waits_for_the_one_that_runs_in_its_thread()
    {
        await using var open = await OpenAsync();
        await AcceptAsync(open, SampleTurns.Message(1), SampleTurns.Message(2), SampleTurns.Message(3));
        await DieAsync(open, "timeout");
        var running = await LeaseAsync(open);

        await open.DeadLetters.ReplayAsync("turn-1", None);
        var next = open.Inbox.LeaseAsync(None);
        Assert.False(next.IsCompleted);
        await open.Inbox.CompleteAsync(running.Lease, None);

        Assert.Equal("turn-1", (await next.WaitAsync(Patience)).Lease.TurnId);
    }

    [Fact]
    public async Task The_message_of_a_replayed_turn_can_no_longer_be_changed()
    {
        await using var open = await OpenAsync();
        await AcceptAsync(open, SampleTurns.Message(1));
        await DieAsync(open, "timeout");
        await open.DeadLetters.ReplayAsync("turn-1", None);

        Assert.False(await open.Inbox.TryEditAsync(new InboundEdit(SampleTurns.Thread(), "message-1", "Edited", SampleTurns.Start), None));
        Assert.False(await open.Inbox.TryCancelAsync(new InboundRemoval(SampleTurns.Thread(), "message-1", SampleTurns.Start), None));

        Assert.Equal("Question 1", (await LeaseAsync(open)).Message.Text);
    }

    [Fact]
    public async Task A_worker_that_gave_the_turn_up_can_write_nothing_after_a_replay()
    {
        await using var open = await OpenAsync();
        await AcceptAsync(open, SampleTurns.Message(1));
        var dead = await DieAsync(open, "timeout");
        await open.DeadLetters.ReplayAsync("turn-1", None);

        await Assert.ThrowsAsync<LeaseLostException>(() => open.Inbox.CompleteAsync(dead.Lease, None));
        var current = await LeaseAsync(open);
        await Assert.ThrowsAsync<LeaseLostException>(() => open.Inbox.CompleteAsync(dead.Lease, None));

        await open.Inbox.CompleteAsync(current.Lease, None);
    }

    private static StoredAnswer Apology()
        => SampleTurns.Answer() with { Reply = new NoticeReply("Sorry.", NoticeKind.Apology), Question = string.Empty, FailureCause = "attempts_exhausted" };

    private static async Task AcceptAsync(DeadLettersUnderTest open, params InboundMessage[] messages)
    {
        foreach (var message in messages)
        {
            Assert.Equal(AcceptResult.Accepted, await open.Inbox.AcceptAsync(message, None));
        }
    }

    private static Task<LeasedTurn> LeaseAsync(DeadLettersUnderTest open) => open.Inbox.LeaseAsync(None).WaitAsync(Patience);

    private static async Task<LeasedTurn> DieAsync(DeadLettersUnderTest open, string cause, StoredAnswer? answer = null, DeliveryReceipt? receipt = null)
    {
        var turn = await LeaseAsync(open);
        if (receipt is not null)
        {
            await open.Inbox.RecordReceiptAsync(turn.Lease, receipt, None);
        }

        if (answer is not null)
        {
            await open.Inbox.RecordAnswerAsync(turn.Lease, answer, None);
        }

        await open.Inbox.DeadLetterAsync(turn.Lease, cause, None);
        return turn;
    }
}

/// <summary>An open list of dead letters with the inbox and the journal of the same store.</summary>
public sealed record DeadLettersUnderTest(IInbox Inbox, ITurnJournal Journal, IDeadLetters DeadLetters, IAsyncDisposable Resource) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Resource.DisposeAsync();
}
