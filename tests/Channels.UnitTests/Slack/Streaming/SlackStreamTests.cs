using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.Channels.UnitTests.Slack.Outbound;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Slack;

namespace ChatOpsBot.Channels.UnitTests.Slack.Streaming;

/// <summary>A streamed answer is seen once and whole, whatever happens to its stream. The clock stands unless a test moves it.</summary>
public sealed class SlackStreamTests : IAsyncLifetime
{
    private static readonly AnswerReply Model = ReplySamples.Answer with { Mode = AnswerMode.Model };
    private static readonly OutboundReply Answer = new(Model, default);

    private SlackWorld _world = null!;

    private FakeSlack Slack => _world.Slack;

    private SlackReplyChannel Channel => _world.Replies;

    public async Task InitializeAsync() => _world = await SlackWorld.StartAsync(streams: true, stands: true);

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task An_answer_grows_in_its_placeholder_and_ends_with_its_sources()
    {
        var (target, receipt) = await BeginAsync();

        await ShowAsync(target, receipt, new TurnProgress("reading", 3));
        var whileReading = Seen(target);
        await ShowAsync(target, receipt, Partial(1));
        var whileWriting = Seen(target);
        await Channel.UpdateAsync(target, receipt, Answer, default);

        Assert.Equal("Reading 3 sources…", whileReading);
        Assert.Equal($"Sources read: 3\n{Model.Statements[0].Text}\u00A0[1]", whileWriting);
        AssertWhole(Seen(target), Model);
        Assert.Equal(["chat.startStream", "chat.appendStream", "chat.appendStream", "chat.stopStream"], Calls());
        Assert.All(Slack.Calls, call => Assert.Null(call.Error));
    }

    [Fact]
    public async Task Whatever_grows_however_the_person_reads_the_answer_once()
    {
        for (var seed = 1; seed <= 25; seed++)
        {
            var random = new Random(seed);
            var reply = Some(random);
            var (target, receipt) = await BeginAsync($"turn-{seed}");

            for (var count = random.Next(3); count <= reply.Statements.Count; count += random.Next(1, 3))
            {
                var partial = new PartialAnswer([.. reply.Statements.Take(count)], reply.Citations);
                _world.Time.Advance(TimeSpan.FromSeconds(random.Next(3)));
                await Channel.ShowProgressAsync(target, receipt, new TurnProgress("writing", 2) { Partial = partial }, default);
                AssertBeginning(Seen(target), reply);
            }

            await _world.DriveAsync(Channel.UpdateAsync(target, receipt, new OutboundReply(reply, default), default));

            AssertWhole(Seen(target), reply);
            _world.Time.Advance(TimeSpan.FromSeconds(15));
        }

        Assert.Contains("chat.appendStream", Calls());
        Assert.Contains("chat.update", Calls());
        Assert.All(Slack.Calls, call => Assert.Null(call.Error));
    }

    [Fact]
    public async Task Text_that_is_not_plain_is_shown_with_the_whole_answer()
    {
        var reply = Model with { Statements = [Model.Statements[0], new AnswerStatement("Write to <!channel> or *hr*.", [2])] };
        var (target, receipt) = await BeginAsync();

        await ShowAsync(target, receipt, new TurnProgress("writing", 2) { Partial = new PartialAnswer(reply.Statements, reply.Citations) });
        await Channel.UpdateAsync(target, receipt, new OutboundReply(reply, default), default);

        Assert.Equal(["chat.startStream", "chat.appendStream", "chat.stopStream", "chat.update"], Calls());
        Assert.DoesNotContain("channel>", Slack.Calls[1].Arguments["chunks"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("*hr*", Seen(target), StringComparison.Ordinal);
        Assert.Equal(1, Count(Seen(target), Model.Statements[0].Text));
    }

    [Fact]
    public async Task What_was_streamed_and_is_not_the_answers_beginning_is_replaced()
    {
        var (target, receipt) = await BeginAsync();
        await ShowAsync(target, receipt, Partial(1));

        await Channel.UpdateAsync(target, receipt, new OutboundReply(ReplySamples.NoEvidence, default), default);

        Assert.DoesNotContain(Model.Statements[0].Text, Seen(target), StringComparison.Ordinal);
        Assert.Contains(ReplySamples.NoEvidence.Searched, Seen(target), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("answer")]
    [InlineData("no_evidence")]
    [InlineData("clarification")]
    [InlineData("help")]
    [InlineData("apology")]
    public async Task A_reply_that_was_not_streamed_ends_the_stream_as_a_whole(string name)
    {
        var (target, receipt) = await BeginAsync();
        var reply = new OutboundReply(ReplySamples.ByName[name], default);

        await Channel.UpdateAsync(target, receipt, reply, default);

        Assert.Equal(["chat.startStream", "chat.stopStream"], Calls());
        Assert.Equal("Searched the documents\n" + SlackSight.Of(SlackReplyRenderer.Render(reply, new SlackCardContext("turn-a"))[0].Blocks), Seen(target));
    }

    [Fact]
    public async Task An_answer_too_long_for_a_message_is_whole_in_several()
    {
        var reply = ReplySamples.OfLength(12, 1_000, 3);
        var (target, receipt) = await BeginAsync();
        await ShowAsync(target, receipt, new TurnProgress("writing", 3) { Partial = new PartialAnswer(reply.Statements, reply.Citations) });

        await _world.DriveAsync(Channel.UpdateAsync(target, receipt, new OutboundReply(reply, default), default));

        // Quotes are cut long before the end of a statement.
        var all = string.Join('\n', _world.Visible(target));
        Assert.All(reply.Statements, statement => Assert.Equal(1, Count(all, $" {statement.Text.Split(' ')[^2]} ")));
    }

    [Fact]
    public async Task Votes_are_shown_on_an_answer_that_was_streamed()
    {
        var (target, receipt) = await BeginAsync();
        await ShowAsync(target, receipt, Partial(1));
        await Channel.UpdateAsync(target, receipt, Answer, default);

        await Channel.RefreshAsync(target, receipt, Answer with { Votes = new VoteTally(1, 0) }, default);

        AssertWhole(Seen(target), Model);
        Assert.Contains("👍 1", Seen(target), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Showing_the_reply_twice_changes_nothing_a_person_reads()
    {
        var (target, receipt) = await BeginAsync();
        await ShowAsync(target, receipt, Partial(2));

        await Channel.UpdateAsync(target, receipt, Answer, default);
        await Channel.UpdateAsync(target, receipt, Answer, default);

        AssertWhole(Seen(target), Model);
    }

    [Fact]
    public async Task A_storm_of_limits_in_mid_stream_costs_one_call_and_no_word()
    {
        var (target, receipt) = await BeginAsync();
        Slack.Fail("chat.appendStream", SlackFault.RateLimited(600), SlackFault.RateLimited(600), SlackFault.RateLimited(600));

        for (var n = 0; n < 20; n++)
        {
            await ShowAsync(target, receipt, Partial(1 + (n % 2)));
        }

        await Channel.UpdateAsync(target, receipt, Answer, default);

        Assert.Single(Slack.Calls, call => call.Error == "ratelimited");
        AssertWhole(Seen(target), Model);
    }

    [Fact]
    public async Task An_end_that_must_wait_comes_and_meanwhile_no_stream_is_started()
    {
        var (target, receipt) = await BeginAsync();
        await ShowAsync(target, receipt, Partial(1));
        Slack.Fail("chat.stopStream", SlackFault.RateLimited(60));

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => Channel.UpdateAsync(target, receipt, Answer, default));
        await BeginAsync("turn-b");
        _world.Time.Advance(TimeSpan.FromSeconds(61));
        await Channel.UpdateAsync(target, receipt, Answer, default);

        Assert.Equal((DeliveryFailure.Transient, true), (fault.Failure, fault.RetryAfter > TimeSpan.FromSeconds(30)));
        Assert.Single(Slack.Calls, call => call.Method == "chat.startStream");
        Assert.DoesNotContain(Slack.Calls, call => call.Method == "chat.update");
        AssertWhole(Seen(target), Model);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("fatal_error")]
    public async Task Text_nobody_knows_the_fate_of_is_replaced(string end)
    {
        var (target, receipt) = await BeginAsync();
        Slack.Fail("chat.appendStream", end == "cut" ? SlackFault.Cut(SlackEffect.Done) : SlackFault.Answer(end, SlackEffect.Done));
        await ShowAsync(target, receipt, Partial(1));
        await ShowAsync(target, receipt, Partial(2));

        await Channel.UpdateAsync(target, receipt, Answer, default);

        Assert.Equal(["chat.startStream", "chat.appendStream", "chat.stopStream", "chat.update"], Calls());
        AssertWhole(Seen(target), Model);
    }

    [Theory]
    [InlineData(SlackEffect.None)]
    [InlineData(SlackEffect.Done)]
    public async Task An_end_nobody_knows_the_fate_of_is_one_answer(SlackEffect effect)
    {
        var (target, receipt) = await BeginAsync();
        await ShowAsync(target, receipt, Partial(1));
        Slack.Fail("chat.stopStream", SlackFault.Cut(effect));

        await Channel.UpdateAsync(target, receipt, Answer, default);

        AssertWhole(Seen(target), Model);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_that_was_closed_is_over_and_the_answer_replaces_it(bool isSeen)
    {
        var (target, receipt) = await BeginAsync();
        await ShowAsync(target, receipt, Partial(1));
        Slack.CloseStream(SlackWorld.Channel1, receipt.MessageId);
        if (isSeen)
        {
            await ShowAsync(target, receipt, Partial(2));
        }

        await Channel.UpdateAsync(target, receipt, Answer, default);

        AssertWhole(Seen(target), Model);
    }

    [Fact]
    public async Task Slack_closes_a_stream_that_takes_too_long_and_the_answer_comes_all_the_same()
    {
        var (target, receipt) = await BeginAsync();
        await ShowAsync(target, receipt, Partial(1));
        _world.Time.Advance(TimeSpan.FromMinutes(6));

        await Channel.UpdateAsync(target, receipt, Answer, default);

        AssertWhole(Seen(target), Model);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_somebody_deleted_is_answered_once(bool isSeen)
    {
        var (target, receipt) = await BeginAsync();
        await ShowAsync(target, receipt, Partial(1));
        Slack.Workspace.Delete(SlackWorld.Channel1, receipt.MessageId);
        if (isSeen)
        {
            await ShowAsync(target, receipt, Partial(2));
        }

        await Channel.UpdateAsync(target, receipt, Answer, default);
        await Channel.UpdateAsync(target, receipt, Answer, default);

        AssertWhole(Seen(target), Model);
    }

    [Fact]
    public async Task Another_process_ends_a_stream_it_knows_nothing_of_and_replaces_it()
    {
        var (target, receipt) = await BeginAsync();
        await ShowAsync(target, receipt, Partial(1));
        var (_, other) = _world.NewReplica();

        await other.UpdateAsync(target, receipt, Answer, default);
        await ShowAsync(target, receipt, Partial(2));

        AssertWhole(Seen(target), Model);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_start_nobody_knows_the_end_of_is_found_by_its_step(bool echoesMetadata)
    {
        Slack.EchoesMetadata = echoesMetadata;
        var target = await _world.AskAsync("turn-a");
        Slack.Fail("chat.startStream", SlackFault.Answer("fatal_error", SlackEffect.Done));

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => Channel.PostPlaceholderAsync(target, default));
        var found = await Channel.ReconcileAsync(target, default);
        await Channel.UpdateAsync(target, found!, Answer, default);

        Assert.Equal(DeliveryFailure.Ambiguous, fault.Failure);
        Assert.Equal(found, await Channel.ReconcileAsync(target, default));
        AssertWhole(Seen(target), Model);
    }

    [Theory]
    [InlineData("unknown_method")]
    [InlineData("missing_scope")]
    [InlineData("not_allowed_token_type")]
    [InlineData("feature_not_enabled")]
    public async Task A_workspace_without_streams_is_remembered_for_an_hour(string error)
    {
        Slack.Fail("chat.startStream", SlackFault.Answer(error));

        var (target, receipt) = await BeginAsync();
        await Channel.UpdateAsync(target, receipt, Answer, default);
        _world.Time.Advance(TimeSpan.FromMinutes(59));
        await BeginAsync("turn-b");
        var within = Calls();
        _world.Time.Advance(TimeSpan.FromMinutes(2));
        await BeginAsync("turn-c");

        AssertWhole(Seen(target), Model);
        Assert.Equal(["chat.startStream", "chat.postMessage", "chat.update", "chat.postMessage"], within);
        Assert.Equal("chat.startStream", Calls()[^1]);
    }

    [Fact]
    public async Task A_refusal_of_one_stream_is_no_word_about_the_next()
    {
        Slack.Fail("chat.startStream", SlackFault.Answer("method_not_supported_for_channel_type"));

        await BeginAsync();
        _world.Time.Advance(TimeSpan.FromSeconds(2));
        await BeginAsync("turn-b");

        Assert.Equal(["chat.startStream", "chat.postMessage", "chat.startStream"], Calls());
    }

    [Theory]
    [InlineData("invalid_blocks", null, null)]
    [InlineData("an_error_nobody_knows", null, null)]
    [InlineData("invalid_blocks", "edit_window_closed", null)]
    [InlineData("invalid_blocks", "invalid_blocks", null)]
    [InlineData("invalid_blocks", "edit_window_closed", "invalid_blocks")]
    public async Task Citations_survive_every_step_down(string stop, string? update, string? post)
    {
        var (target, receipt) = await BeginAsync();
        await ShowAsync(target, receipt, Partial(1));
        Slack.Fail("chat.stopStream", SlackFault.Answer(stop));
        if (update is not null)
        {
            Slack.Fail("chat.update", SlackFault.Answer(update));
        }

        if (post is not null)
        {
            Slack.Fail("chat.postMessage", SlackFault.Answer(post));
        }

        await _world.DriveAsync(Channel.UpdateAsync(target, receipt, Answer, default));

        AssertWhole(Seen(target), Model);
    }

    [Theory]
    [InlineData("token_revoked")]
    [InlineData("account_inactive")]
    [InlineData("invalid_auth")]
    public async Task Without_a_right_to_speak_the_answer_waits_and_comes_once(string error)
    {
        var (target, receipt) = await BeginAsync();
        Slack.Fail("chat.appendStream", SlackFault.Answer(error));
        Slack.Fail("chat.stopStream", SlackFault.Answer(error));
        await ShowAsync(target, receipt, Partial(1));

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => Channel.UpdateAsync(target, receipt, Answer, default));
        await Channel.UpdateAsync(target, receipt, Answer, default);

        Assert.Equal(DeliveryFailure.Transient, fault.Failure);
        AssertWhole(Seen(target), Model);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_open_stream_can_be_taken_back(bool withdraws)
    {
        var (target, receipt) = await BeginAsync();
        await ShowAsync(target, receipt, Partial(1));

        await (withdraws ? Channel.WithdrawAsync(target, receipt, default) : Channel.RemoveAsync(target, receipt, default));

        Assert.Empty(_world.Visible(target));
    }

    [Fact]
    public async Task Progress_that_comes_when_the_reply_is_ready_is_not_shown()
    {
        var (target, receipt) = await BeginAsync();

        await Channel.ShowProgressAsync(target, receipt, Partial(1), new CancellationToken(canceled: true));

        Assert.Equal(["chat.startStream"], Calls());
    }

    [Fact]
    public async Task A_reply_that_is_not_one_to_a_message_is_not_streamed()
    {
        var target = await _world.AskAsync("turn-a");
        var address = SlackAddress.Read(target.Address);

        await Channel.PostPlaceholderAsync(_world.Target("turn-b", address with { Thread = null }), default);
        await Channel.PostPlaceholderAsync(_world.Target("turn-c", address with { ResponseUrl = "https://hooks.slack.com/x" }), default);

        Assert.Equal(["chat.postMessage"], Calls());
    }

    [Fact]
    public async Task A_stream_is_started_for_the_person_who_asked()
    {
        await BeginAsync();

        var arguments = Slack.Calls[0].Arguments;
        Assert.Equal(("U0ALICE", FakeSlackWorkspace.TeamId), ((string?)arguments["recipient_user_id"], (string?)arguments["recipient_team_id"]));
    }

    [Fact]
    public async Task Words_are_in_the_persons_language()
    {
        var target = await _world.AskAsync("turn-a") with { Locale = "de-DE" };
        var receipt = await Channel.PostPlaceholderAsync(target, default);
        await ShowAsync(target, receipt!, new TurnProgress("reading", 2));
        var reading = Seen(target);
        await Channel.UpdateAsync(target, receipt!, Answer, default);

        Assert.Equal("Ich lese 2 Quellen …", reading);
        Assert.StartsWith("Gelesene Quellen: 2", Seen(target), StringComparison.Ordinal);
    }

    private async Task<(ReplyTarget Target, DeliveryReceipt Receipt)> BeginAsync(string turnId = "turn-a")
    {
        var target = await _world.AskAsync(turnId);
        return (target, (await Channel.PostPlaceholderAsync(target, default))!);
    }

    // A second later, which is the pace of one stream.
    private Task ShowAsync(ReplyTarget target, DeliveryReceipt receipt, TurnProgress progress)
    {
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        return Channel.ShowProgressAsync(target, receipt, progress, default);
    }

    private static TurnProgress Partial(int statements)
        => new("writing", null) { Partial = new PartialAnswer([.. Model.Statements.Take(statements)], Model.Citations) };

    private static AnswerReply Some(Random random)
    {
        string[] odd = ["See `code` there.", "Go to https://wiki.example.com now.", "One\ntwo."];
        var statements = Enumerable.Range(1, random.Next(1, 7)).Select(n => new AnswerStatement(
            random.Next(12) == 0 ? $"{odd[random.Next(odd.Length)]} s{n}." : $"Statement s{n} says {random.Next(1_000)} things about it.", [1 + (n % 2)]));
        return Model with { Statements = [.. statements] };
    }

    private string Seen(ReplyTarget target) => Assert.Single(_world.Visible(target));

    private List<string> Calls() => [.. Slack.Calls.Select(call => call.Method)];

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static void AssertBeginning(string seen, AnswerReply reply)
        => Assert.All(reply.Statements, statement => Assert.InRange(Count(seen, statement.Text), 0, 1));

    private static void AssertWhole(string seen, AnswerReply reply)
    {
        // One of the sample's quotes is a statement word for word.
        var quote = reply.Citations[1].Quote;
        var said = seen.Replace($"\n{quote}", string.Empty, StringComparison.Ordinal).Replace($"“{quote}”", string.Empty, StringComparison.Ordinal);
        Assert.All(reply.Statements, statement => Assert.Equal((statement.Text, 1), (statement.Text, Count(said, statement.Text))));
        Assert.All(reply.Citations, citation => Assert.Equal((citation.Title, 1), (citation.Title, Count(seen, $"{citation.Number}. {citation.Title}"))));
    }
}
