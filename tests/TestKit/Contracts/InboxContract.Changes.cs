using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using Xunit;

namespace ChatOpsBot.TestKit.Contracts;

/// <summary>Edits and removals.</summary>
public abstract partial class InboxContract
{
    [Fact]
    public async Task An_edit_replaces_the_text_of_a_turn_that_has_not_started()
    {
        await using var open = await OpenAsync();
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);

        Assert.True(await open.Inbox.TryEditAsync(new InboundEdit(SampleTurns.Thread(), "message-1", "Better question", SampleTurns.Start), None));
        Assert.False(await open.Inbox.TryEditAsync(new InboundEdit(SampleTurns.Thread(), "message-2", "Other", SampleTurns.Start), None));
        Assert.False(await open.Inbox.TryEditAsync(new InboundEdit(SampleTurns.Thread(tenant: "other"), "message-1", "Other", SampleTurns.Start), None));

        Assert.Equivalent(SampleTurns.Message(1) with { Text = "Better question" }, (await LeaseAsync(open)).Message, strict: true);
    }

    [Fact]
    public async Task An_older_edit_that_arrives_late_changes_nothing()
    {
        await using var open = await OpenAsync();
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        await open.Inbox.TryEditAsync(new InboundEdit(SampleTurns.Thread(), "message-1", "Newer", SampleTurns.Start.AddSeconds(9)), None);

        await open.Inbox.TryEditAsync(new InboundEdit(SampleTurns.Thread(), "message-1", "Older", SampleTurns.Start.AddSeconds(8)), None);

        Assert.Equal("Newer", (await LeaseAsync(open)).Message.Text);
    }

    [Fact]
    public async Task A_removal_cancels_a_turn_that_has_not_started()
    {
        await using var open = await OpenAsync();
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        await open.Inbox.AcceptAsync(SampleTurns.Message(2), None);

        Assert.True(await open.Inbox.TryCancelAsync(new InboundRemoval(SampleTurns.Thread(), "message-1", SampleTurns.Start), None));
        Assert.False(await open.Inbox.TryCancelAsync(new InboundRemoval(SampleTurns.Thread(), "message-1", SampleTurns.Start), None));

        Assert.Equal("turn-2", (await LeaseAsync(open)).Lease.TurnId);
        Assert.Equal(AcceptResult.Duplicate, await open.Inbox.AcceptAsync(SampleTurns.Message(1), None));
    }

    [Fact]
    public async Task A_turn_that_has_started_is_neither_edited_nor_cancelled()
    {
        await using var open = await OpenAsync();
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        var leased = await LeaseAsync(open);
        await AssertUnchangeableAsync(open.Inbox);

        await open.Inbox.RecordAnswerAsync(leased.Lease, SampleTurns.Answer(), None);
        await open.Inbox.RetryAsync(leased.Lease, TimeSpan.FromHours(1), "transient", None);
        await AssertUnchangeableAsync(open.Inbox);
    }

    [Fact]
    public async Task A_turn_that_a_drain_gave_back_untouched_can_still_be_cancelled()
    {
        await using var open = await OpenAsync();
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        await open.Inbox.ReleaseAsync((await LeaseAsync(open)).Lease, TimeSpan.Zero, None);

        Assert.True(await open.Inbox.TryCancelAsync(new InboundRemoval(SampleTurns.Thread(), "message-1", SampleTurns.Start), None));
    }

    private static async Task AssertUnchangeableAsync(IInbox inbox)
    {
        Assert.False(await inbox.TryEditAsync(new InboundEdit(SampleTurns.Thread(), "message-1", "Late", SampleTurns.Start), None));
        Assert.False(await inbox.TryCancelAsync(new InboundRemoval(SampleTurns.Thread(), "message-1", SampleTurns.Start), None));
    }
}
