using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Slack;

namespace ChatOpsBot.Channels.UnitTests.Slack.Outbound;

/// <summary>Where nothing is streamed, a status tells how far the answer is, and never outlives it (S-69).</summary>
public sealed class SlackThreadStatusTests : IAsyncLifetime
{
    private const string Method = "assistant.threads.setStatus";

    private static readonly OutboundReply Answer = new(ReplySamples.Answer, default);

    private SlackWorld _world = null!;
    private ReplyTarget _target = null!;
    private DeliveryReceipt _receipt = null!;

    private string? Status => _world.Slack.Workspace.StatusOf(SlackWorld.Channel1, _target.Conversation.ThreadId);

    public async Task InitializeAsync()
    {
        _world = await SlackWorld.StartAsync(stands: true);
        _target = await _world.AskAsync("turn-a");
        _receipt = (await _world.Replies.PostPlaceholderAsync(_target, default))!;
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task It_tells_the_stage_and_goes_with_the_answer()
    {
        await ShowAsync(new TurnProgress("reading", 3));
        var reading = Status;
        await ShowAsync(new TurnProgress("writing", 3));
        var writing = Status;

        await _world.Replies.UpdateAsync(_target, _receipt, Answer, default);

        Assert.Equal(("Reading 3 sources…", "Writing the answer…", null), (reading, writing, Status));
        Assert.All(_world.Slack.Calls, call => Assert.Null(call.Error));
    }

    [Theory]
    [InlineData("is_archived")]
    [InlineData("token_revoked")]
    public async Task It_goes_when_the_answer_cannot_be_shown(string error)
    {
        await ShowAsync(new TurnProgress("reading", 3));
        _world.Slack.Fail("chat.update", SlackFault.Answer(error));

        await Assert.ThrowsAsync<DeliveryException>(() => _world.Replies.UpdateAsync(_target, _receipt, Answer, default));

        Assert.Null(Status);
    }

    [Fact]
    public async Task It_goes_when_the_question_is_taken_back()
    {
        await ShowAsync(new TurnProgress("reading", 3));

        await _world.Replies.RemoveAsync(_target, _receipt, default);

        Assert.Null(Status);
    }

    [Fact]
    public async Task It_goes_also_when_a_later_stage_was_not_shown()
    {
        await ShowAsync(new TurnProgress("reading", 3));
        await _world.Replies.ShowProgressAsync(_target, _receipt, new TurnProgress("writing", 3), default);
        var within = Status;

        await _world.Replies.UpdateAsync(_target, _receipt, Answer, default);

        Assert.Equal(("Reading 3 sources…", null), (within, Status));
    }

    [Fact]
    public async Task A_failure_to_show_or_clear_it_is_no_failure_of_the_answer()
    {
        _world.Slack.Fail(Method, SlackFault.Http(500, SlackEffect.Done), SlackFault.Answer("invalid_thread_ts"));

        await ShowAsync(new TurnProgress("reading", 3));
        await _world.Replies.UpdateAsync(_target, _receipt, Answer, default);

        Assert.Equal(2, _world.Slack.Calls.Count(call => call.Method == Method));
        Assert.Single(_world.Visible(_target));
    }

    [Fact]
    public async Task A_workspace_without_it_is_asked_once()
    {
        _world.Slack.Fail(Method, SlackFault.Answer("missing_scope"));

        await ShowAsync(new TurnProgress("reading", 3));
        await ShowAsync(new TurnProgress("writing", 3));
        await _world.Replies.UpdateAsync(_target, _receipt, Answer, default);

        Assert.Single(_world.Slack.Calls, call => call.Method == Method);
    }

    private Task ShowAsync(TurnProgress progress)
    {
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        return _world.Replies.ShowProgressAsync(_target, _receipt, progress, default);
    }
}
