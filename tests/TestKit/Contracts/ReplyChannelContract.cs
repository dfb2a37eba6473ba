using ChatOpsBot.RagCore.Conversations;
using Xunit;

namespace ChatOpsBot.TestKit.Contracts;

/// <summary>What every channel keeps: whatever is repeated, cut off or throttled, a person sees one answer.</summary>
public abstract class ReplyChannelContract : IAsyncLifetime
{
    private static readonly OutboundReply Answer = new(ReplySamples.Answer, default);

    /// <summary>Gets the channel on its fake platform.</summary>
    protected IReplyChannelWorld World { get; private set; } = null!;

    private IReplyChannel Channel => World.Channel;

    public async Task InitializeAsync() => World = await StartAsync();

    public async Task DisposeAsync() => await World.DisposeAsync();

    [Fact]
    public async Task A_placeholder_becomes_the_answer_in_the_same_message()
    {
        var target = await World.AskAsync("turn-a");

        var receipt = await Channel.PostPlaceholderAsync(target, default);
        await Channel.UpdateAsync(target, receipt!, Answer, default);

        Assert.Contains(ReplySamples.Answer.Statements[0].Text, Assert.Single(World.Visible(target)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_post_is_one_message()
    {
        var target = await World.AskAsync("turn-a");

        await Channel.PostAsync(target, Answer, default);

        Assert.Single(World.Visible(target));
    }

    [Fact]
    public async Task Updating_twice_changes_nothing()
    {
        var target = await World.AskAsync("turn-a");
        var receipt = await Channel.PostAsync(target, Answer, default);
        await Channel.UpdateAsync(target, receipt, Answer, default);
        var before = World.Visible(target);

        await Channel.UpdateAsync(target, receipt, Answer, default);

        Assert.Equal(before, World.Visible(target));
    }

    [Fact]
    public async Task A_long_answer_is_complete_and_repeating_it_doubles_nothing()
    {
        var target = await World.AskAsync("turn-a");
        var reply = new OutboundReply(ReplySamples.OfLength(1, 12_001, 2), default);
        var receipt = await DeliverAsync(target, receipt: null, reply);
        var before = World.Visible(target);

        await Channel.UpdateAsync(target, receipt, reply, default);

        Assert.Equal(before, World.Visible(target));
        Assert.All(ReplySamples.Words(1, 12_001).Split(' '), word => Assert.Contains(before, message => message.Contains(word, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_unclear_post_ends_in_one_answer()
    {
        var target = await World.AskAsync("turn-a");
        World.LoseNextReply();

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => Channel.PostPlaceholderAsync(target, default));
        await DeliverAsync(target, await Channel.ReconcileAsync(target, default));

        Assert.Equal(DeliveryFailure.Ambiguous, fault.Failure);
        Assert.Single(World.Visible(target), message => message.Contains(ReplySamples.Answer.Statements[0].Text, StringComparison.Ordinal));
        Assert.Equal(World.CanReadBack ? 1 : 2, World.Visible(target).Count);
    }

    [Fact]
    public async Task An_answer_whose_post_was_unclear_is_never_shown_twice()
    {
        var target = await World.AskAsync("turn-a");
        World.LoseNextReply();

        await Assert.ThrowsAsync<DeliveryException>(() => DeliverAsync(target, receipt: null));
        await DeliverAsync(target, await Channel.ReconcileAsync(target, default));

        Assert.Single(World.Visible(target), message => message.Contains(ReplySamples.Answer.Statements[0].Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Showing_anew_posts_nothing_that_is_gone()
    {
        var target = await World.AskAsync("turn-a");
        var receipt = await Channel.PostAsync(target, Answer, default);
        await Channel.RemoveAsync(target, receipt, default);

        await Record.ExceptionAsync(() => Channel.RefreshAsync(target, receipt, Answer, default));

        Assert.Empty(World.Visible(target));
    }

    [Fact]
    public async Task Another_turns_message_is_never_taken_for_this_turns()
    {
        var target = await World.AskAsync("turn-a");
        await Channel.PostAsync(target with { TurnId = "turn-b" }, Answer, default);

        Assert.Null(await Channel.ReconcileAsync(target, default));
    }

    [Fact]
    public async Task Throttling_is_obeyed_and_the_answer_still_comes_once()
    {
        var target = await World.AskAsync("turn-a");
        World.ThrottleNext(TimeSpan.FromSeconds(7));

        var post = Channel.PostAsync(target, Answer, default);
        await World.PassTimeUntilAsync(post);

        Assert.True(World.SmallestGapAfterThrottling >= TimeSpan.FromSeconds(7), $"tried again after {World.SmallestGapAfterThrottling}");
        Assert.Single(World.Visible(target));
    }

    [Fact]
    public async Task A_conversation_that_is_gone_is_not_tried_again()
    {
        var target = await World.AskAsync("turn-a");
        World.CloseConversation();

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => Channel.PostAsync(target, Answer, default));

        Assert.Equal(DeliveryFailure.Permanent, fault.Failure);
    }

    [Fact]
    public async Task Removing_removes_and_twice_is_no_error()
    {
        var target = await World.AskAsync("turn-a");
        var receipt = await Channel.PostAsync(target, Answer, default);

        await Channel.RemoveAsync(target, receipt, default);
        await Channel.RemoveAsync(target, receipt, default);

        Assert.Empty(World.Visible(target));
    }

    [Fact]
    public async Task What_is_withdrawn_is_gone_and_nothing_else_of_the_turn_is()
    {
        var target = await World.AskAsync("turn-a");
        await Channel.PostAsync(target, Answer, default);
        var stays = World.Visible(target);
        var late = await Channel.PostAsync(target, Answer, default);

        await Channel.WithdrawAsync(target, late, default);
        await Channel.WithdrawAsync(target, late, default);

        Assert.Equal(stays, World.Visible(target));
    }

    // As the dispatcher does it.
    private async Task<DeliveryReceipt> DeliverAsync(ReplyTarget target, DeliveryReceipt? receipt, OutboundReply? reply = null)
    {
        if (await Channel.ReserveAsync(target, receipt, reply ?? Answer, default) is not { } reserved)
        {
            return await Channel.PostAsync(target, reply ?? Answer, default);
        }

        await Channel.UpdateAsync(target, reserved, reply ?? Answer, default);
        return reserved;
    }

    /// <summary>Starts the channel on its fake platform.</summary>
    protected abstract Task<IReplyChannelWorld> StartAsync();
}

/// <summary>A channel with the fake platform it speaks to.</summary>
public interface IReplyChannelWorld : IAsyncDisposable
{
    /// <summary>Gets the channel.</summary>
    IReplyChannel Channel { get; }

    /// <summary>Gets a value indicating whether the platform can be asked what was posted.</summary>
    bool CanReadBack { get; }

    /// <summary>Gets the shortest time between a throttled call and the next.</summary>
    TimeSpan SmallestGapAfterThrottling { get; }

    /// <summary>Has a person ask something; returns where the reply goes.</summary>
    Task<ReplyTarget> AskAsync(string turnId);

    /// <summary>Returns what people see of the bot there, oldest first.</summary>
    IReadOnlyList<string> Visible(ReplyTarget target);

    /// <summary>Makes the platform do the next post but lose its reply.</summary>
    void LoseNextReply();

    /// <summary>Makes the platform ask for a wait at the next post.</summary>
    void ThrottleNext(TimeSpan wait);

    /// <summary>Makes every further post to the conversation fail for good.</summary>
    void CloseConversation();

    /// <summary>Lets time pass until the work is done.</summary>
    Task PassTimeUntilAsync(Task work);
}
