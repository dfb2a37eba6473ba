using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using Xunit;

namespace ChatOpsBot.TestKit.Contracts;

/// <summary>What a worker may do with a turn, and for how long.</summary>
public abstract partial class InboxContract
{
    [Fact]
    public async Task A_retry_without_delay_is_leased_at_once_with_a_larger_token()
    {
        await using var open = await OpenAsync();
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        var first = await LeaseAsync(open);
        await open.Inbox.RetryAsync(first.Lease, TimeSpan.Zero, "timeout", None);

        var second = await LeaseAsync(open);

        Assert.Equal(2, second.Attempt);
        Assert.True(second.Lease.FencingToken > first.Lease.FencingToken);
    }

    [Fact]
    public async Task A_released_turn_has_not_used_an_attempt()
    {
        await using var open = await OpenAsync();
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        await open.Inbox.ReleaseAsync((await LeaseAsync(open)).Lease, TimeSpan.Zero, None);

        Assert.Equal(1, (await LeaseAsync(open)).Attempt);
    }

    [Fact]
    public async Task A_turn_leased_again_comes_with_what_was_posted_and_what_was_decided()
    {
        await using var open = await OpenAsync();
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        var first = await LeaseAsync(open);
        await open.Inbox.RecordReceiptAsync(first.Lease, new DeliveryReceipt("placeholder"), None);
        await open.Inbox.RecordReceiptAsync(first.Lease, new DeliveryReceipt("posted"), None);
        await open.Inbox.RecordAnswerAsync(first.Lease, SampleTurns.Answer(), None);
        await open.Inbox.RetryAsync(first.Lease, TimeSpan.Zero, "ambiguous", None);

        var second = await LeaseAsync(open);

        Assert.Equal(new DeliveryReceipt("posted"), second.Receipt);
        Assert.Equivalent(SampleTurns.Answer(), second.Answer, strict: true);
        Assert.IsType<AnswerReply>(second.Answer!.Reply);
    }

    [Fact]
    public async Task A_turn_is_answered_once()
    {
        await using var open = await OpenAsync();
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        var leased = await LeaseAsync(open);
        await open.Inbox.RecordAnswerAsync(leased.Lease, SampleTurns.Answer(), None);

        await Assert.ThrowsAsync<InvalidOperationException>(() => open.Inbox.RecordAnswerAsync(leased.Lease, SampleTurns.Answer("Six."), None));
    }

    public static TheoryData<string> EndsOfALease => ["complete", "retry", "release", "dead"];

    [Theory]
    [MemberData(nameof(EndsOfALease))]
    public async Task A_lease_that_has_ended_can_write_nothing(string end)
    {
        await using var open = await OpenAsync();
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        var lease = (await LeaseAsync(open)).Lease;
        await EndAsync(open.Inbox, lease, end);

        await AssertLostAsync(open.Inbox, lease);
    }

    [Fact]
    public async Task A_stale_lease_can_write_nothing_while_another_worker_holds_the_turn()
    {
        await using var open = await OpenAsync();
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        var stale = (await LeaseAsync(open)).Lease;
        await open.Inbox.RetryAsync(stale, TimeSpan.Zero, "timeout", None);
        var current = (await LeaseAsync(open)).Lease;

        await AssertLostAsync(open.Inbox, stale);
        await open.Inbox.CompleteAsync(current, None);
    }

    [Fact]
    public async Task A_lease_on_an_unknown_turn_is_lost()
    {
        await using var open = await OpenAsync();

        await AssertLostAsync(open.Inbox, new TurnLease("no-such-turn", 1));
    }

    private static Task EndAsync(IInbox inbox, TurnLease lease, string end) => end switch
    {
        "complete" => inbox.CompleteAsync(lease, None),
        "retry" => inbox.RetryAsync(lease, TimeSpan.FromHours(1), "timeout", None),
        "release" => inbox.ReleaseAsync(lease, TimeSpan.Zero, None),
        _ => inbox.DeadLetterAsync(lease, "gave up", None),
    };

    private static async Task AssertLostAsync(IInbox inbox, TurnLease lease)
    {
        await Assert.ThrowsAsync<LeaseLostException>(() => inbox.ConfirmAsync(lease, None));
        await Assert.ThrowsAsync<LeaseLostException>(() => inbox.RecordReceiptAsync(lease, new DeliveryReceipt("late"), None));
        await Assert.ThrowsAsync<LeaseLostException>(() => inbox.RecordAnswerAsync(lease, SampleTurns.Answer("Late."), None));
        foreach (var end in (string[])["complete", "retry", "release", "dead"])
        {
            await Assert.ThrowsAsync<LeaseLostException>(() => EndAsync(inbox, lease, end));
        }
    }
}
