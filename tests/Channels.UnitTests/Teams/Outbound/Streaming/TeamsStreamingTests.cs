using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.UnitTests.Teams.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Teams.Connector;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.Channels.UnitTests.Teams.Outbound.Streaming;

/// <summary>An answer grows in a chat between a person and the bot, and is one message whatever happens on the way (T-29, T-30).</summary>
public sealed class TeamsStreamingTests : IDisposable
{
    private static readonly AnswerReply Whole = TeamsSamples.WithCitations(3);
    private static readonly OutboundReply Answer = new(Whole, default);

    private readonly TeamsInProcess _teams = new() { Step = TimeSpan.FromMilliseconds(250) };

    private FakeTeamsPlatform Platform => _teams.Platform;

    public void Dispose() => _teams.Dispose();

    [Theory]
    [InlineData(TeamsAnswerStyle.Card)]
    [InlineData(TeamsAnswerStyle.Text)]
    public async Task An_answer_grows_from_what_the_bot_does_to_its_end_in_one_message(TeamsAnswerStyle style)
    {
        _teams.With(options => options.AnswerStyle = style);
        var target = _teams.AskAlone("turn-a");
        var receipt = await StartAsync(target);
        await ShowAsync(target, receipt, new TurnProgress("searching", null), new TurnProgress("reading", 3), Written(1), Written(1), Written(2));
        await DeliverAsync(target, receipt);

        var (stream, message) = (Assert.Single(Platform.Streams), Assert.Single(Platform.Messages));
        Assert.Equal(("ended", message.Id, 4), (stream.State, stream.Id, stream.Said.Count));
        Assert.Equal(["Searching the documents…", "Reading 3 sources…"], stream.Said.Take(2));
        Assert.Equal("Office 1 opens at 8:30 and closes when the last person leaves. [1]", stream.Said[2]);
        Assert.StartsWith(stream.Said[2], stream.Text, StringComparison.Ordinal);
        Assert.StartsWith(style is TeamsAnswerStyle.Text ? stream.Text : "Office 1", message.Seen, StringComparison.Ordinal);
        Assert.Equal(style is TeamsAnswerStyle.Text, message.Activity["attachments"] is null);
        Assert.Equal("""["AIGeneratedContent"]""", message.Activity["entities"]![0]!["additionalType"]!.ToJsonString());
        AssertNothingRefused();
    }

    [Fact]
    public async Task Chunks_keep_their_distance_and_every_one_has_a_greater_number()
    {
        var target = _teams.AskAlone("turn-a");
        var receipt = await StartAsync(target);
        await ShowAsync(target, receipt, new TurnProgress("reading", 3), Written(1), Written(2), Written(3));

        var chunks = Calls("stream_start").Concat(Calls("stream_chunk")).ToList();
        Assert.All(chunks.Zip(chunks.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At >= TimeSpan.FromSeconds(1.5), $"{pair.Second.At - pair.First.At}"));
        Assert.Equal([1, 2, 3, 4, 5], chunks.Select(call => (int)JsonNode.Parse(call.Request.Body)!["entities"]![0]!["streamSequence"]!));
        AssertNothingRefused();
    }

    [Fact]
    public async Task What_waits_for_its_pace_gives_up_when_the_reply_is_ready()
    {
        var target = _teams.AskAlone("turn-a");
        var receipt = await StartAsync(target);
        using var ready = new CancellationTokenSource();
        var waiting = _teams.Channel.ShowProgressAsync(target, receipt, Written(1), ready.Token);
        await ready.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await DeliverAsync(target, receipt);

        Assert.Empty(Calls("stream_chunk"));
        Assert.Single(Platform.Messages, IsAnswer);
    }

    [Fact]
    public async Task A_person_reads_what_the_bot_does_in_their_language()
    {
        var target = _teams.AskAlone("turn-a", locale: "de-AT");
        var receipt = await StartAsync(target);
        await ShowAsync(target, receipt, new TurnProgress("reading", 4));

        Assert.Equal(["Ich durchsuche die Dokumente …", "Ich lese 4 Quellen …"], Assert.Single(Platform.Streams).Said);
    }

    [Fact]
    public async Task Nothing_is_streamed_where_others_are_and_the_placeholder_tells_how_far_it_is()
    {
        var target = _teams.Ask(1, "1");
        var receipt = await StartAsync(target);
        await ShowAsync(target, receipt, new TurnProgress("searching", null), new TurnProgress("reading", 3));
        var reading = Assert.Single(Platform.Messages).Seen;
        await ShowAsync(target, receipt, Written(1));
        var written = Assert.Single(Platform.Messages).Seen;
        await DeliverAsync(target, receipt);

        Assert.Equal("Reading 3 sources…", reading);
        Assert.StartsWith("Office 1 opens", written, StringComparison.Ordinal);
        Assert.Single(Platform.Messages, IsAnswer);
        Assert.Empty(Platform.Streams);
        var updates = Calls("update");
        Assert.Equal(3, updates.Count);
        Assert.True(updates[1].At - updates[0].At >= TimeSpan.FromSeconds(3), $"{updates[1].At - updates[0].At}");
    }

    [Fact]
    public async Task A_report_that_may_come_late_finds_nothing_to_overwrite()
    {
        var target = _teams.Ask(1, "1");
        var receipt = await StartAsync(target);
        Platform.Fail("update", TeamsFault.Cut(TeamsEffect.Done));
        await ShowAsync(target, receipt, new TurnProgress("searching", null), new TurnProgress("reading", 3));
        await DeliverAsync(target, receipt);

        var message = Assert.Single(Platform.Messages);
        Assert.True(IsAnswer(message));
        Assert.DoesNotContain(message.Id, receipt.MessageIds());
    }

    [Fact]
    public async Task Nothing_is_streamed_when_it_is_turned_off()
    {
        _teams.With(options => options.Streaming = false);
        var target = _teams.AskAlone("turn-a");
        await DeliverAsync(target, await StartAsync(target));

        Assert.Empty(Platform.Streams);
        Assert.Single(Platform.Messages, IsAnswer);
    }

    [Fact]
    public async Task A_tenant_that_does_not_stream_is_answered_in_the_same_turn_and_asked_again_after_an_hour()
    {
        Platform.StreamsAllowed = false;
        await DeliverAsync(_teams.AskAlone("turn-a"), await StartAsync(_teams.AskAlone("turn-a")));
        await DeliverAsync(_teams.AskAlone("turn-b"), await StartAsync(_teams.AskAlone("turn-b")));
        Assert.Single(Calls("stream_start"));
        Assert.Equal(2, Platform.Messages.Count(IsAnswer));

        _teams.Time.Advance(TimeSpan.FromHours(1));
        Platform.StreamsAllowed = true;
        await StartAsync(_teams.AskAlone("turn-c"));

        Assert.Single(Platform.Streams);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task An_answer_that_takes_longer_than_a_stream_may_is_said_in_the_message_it_became(int written)
    {
        var target = _teams.AskAlone("turn-a");
        var receipt = await StartAsync(target);
        await ShowAsync(target, receipt, [.. Enumerable.Range(1, written).Select(Written)]);
        await _teams.RunAsync(Task.Delay(TimeSpan.FromSeconds(115), _teams.Time));
        await Eventually.HoldsAsync(() => Task.FromResult(Platform.Messages.Count > 0));

        var kept = Assert.Single(Platform.Messages);
        Assert.StartsWith(written == 0 ? "Searching" : "Office 1 opens", kept.Seen, StringComparison.Ordinal);
        await _teams.RunAsync(Task.Delay(TimeSpan.FromSeconds(35), _teams.Time));
        await ShowAsync(target, receipt, Written(3));
        await DeliverAsync(target, receipt);

        var message = Assert.Single(Platform.Messages);
        Assert.True(IsAnswer(message));
        Assert.Equal((kept.Id, "ended"), (message.Id, Assert.Single(Platform.Streams).State));
        AssertNothingRefused();
    }

    [Fact]
    public async Task Who_presses_stop_gets_no_more_and_the_turn_ends()
    {
        var target = _teams.AskAlone("turn-a");
        var receipt = await StartAsync(target);
        await ShowAsync(target, receipt, Written(1));
        Platform.Stop("a:alice");
        await ShowAsync(target, receipt, Written(2), Written(3));
        await DeliverAsync(target, receipt);

        Assert.StartsWith("Office 1 opens", Assert.Single(Platform.Messages).Seen, StringComparison.Ordinal);
        Assert.Equal((2, 0, 0), (Calls("stream_chunk").Count, Calls("stream_end").Count, Calls("update").Count));
    }

    [Fact]
    public async Task Who_presses_stop_when_the_answer_is_on_its_way_gets_no_second_message()
    {
        var target = _teams.AskAlone("turn-a");
        var receipt = await StartAsync(target);
        Platform.Stop("a:alice");
        await DeliverAsync(target, receipt);

        Assert.Empty(Platform.Messages);
        Assert.Equal((1, 0, 0), (Calls("stream_end").Count, Calls("update").Count, Calls("post").Count));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task What_a_crash_left_is_ended_with_the_answer(int written)
    {
        var target = _teams.AskAlone("turn-a");
        var receipt = await StartAsync(target);
        await ShowAsync(target, receipt, [.. Enumerable.Range(1, written).Select(Written)]);
        _teams.Restart();
        await ShowAsync(target, receipt, Written(2));
        await DeliverAsync(target, receipt);

        Assert.True(IsAnswer(Assert.Single(Platform.Messages)));
        Assert.Equal("ended", Assert.Single(Platform.Streams).State);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task What_a_crash_left_too_long_ago_is_answered_all_the_same_once(int written)
    {
        var target = _teams.AskAlone("turn-a");
        var receipt = await StartAsync(target);
        await ShowAsync(target, receipt, [.. Enumerable.Range(1, written).Select(Written)]);
        _teams.Restart();
        _teams.Time.Advance(TimeSpan.FromMinutes(3));
        await DeliverAsync(target, receipt);

        Assert.True(IsAnswer(Assert.Single(Platform.Messages)));
    }

    [Fact]
    public async Task What_a_crash_left_and_does_not_go_on_from_is_said_when_it_has_ended_by_itself()
    {
        _teams.With(options => options.AnswerStyle = TeamsAnswerStyle.Text);
        var target = _teams.AskAlone("turn-a");
        var receipt = await StartAsync(target);
        await ShowAsync(target, receipt, Written(1));
        _teams.Restart();
        var other = new OutboundReply(ReplySamples.NoEvidence, default);
        var early = await Assert.ThrowsAsync<DeliveryException>(() => DeliverAsync(target, receipt, other));
        _teams.Time.Advance(early.RetryAfter!.Value);
        await DeliverAsync(target, receipt, other);

        Assert.Equal(DeliveryFailure.Transient, early.Failure);
        Assert.Contains("moon base", Assert.Single(Platform.Messages).Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_whose_end_does_not_reach_Teams_in_time_is_answered_when_it_has_ended_by_itself()
    {
        var target = _teams.AskAlone("turn-a");
        var receipt = await StartAsync(target);
        await ShowAsync(target, receipt, Written(1));
        Platform.Fail("stream_end", [.. Enumerable.Repeat(TeamsFault.Answer(500), 3)]);
        await _teams.RunAsync(Task.Delay(TimeSpan.FromSeconds(109), _teams.Time));
        await Eventually.HoldsAsync(async () =>
        {
            await _teams.RunAsync(Task.Delay(TimeSpan.FromSeconds(0.5), _teams.Time));
            return Calls("stream_end").Count > 0;
        });
        var early = await Assert.ThrowsAsync<DeliveryException>(() => DeliverAsync(target, receipt));
        _teams.Time.Advance(early.RetryAfter!.Value);
        await DeliverAsync(target, receipt);

        Assert.Equal(DeliveryFailure.Transient, early.Failure);
        Assert.True(IsAnswer(Assert.Single(Platform.Messages)));
    }

    [Theory]
    [InlineData("502")]
    [InlineData("504")]
    [InlineData("cut")]
    public async Task An_end_that_was_taken_without_saying_so_is_shown_once(string end)
    {
        var target = _teams.AskAlone("turn-a");
        var receipt = await StartAsync(target);
        await ShowAsync(target, receipt, Written(1));
        Platform.Fail("stream_end", end == "cut" ? TeamsFault.Cut(TeamsEffect.Done) : TeamsFault.Answer(int.Parse(end, null), effect: TeamsEffect.Done));
        await DeliverAsync(target, receipt);

        Assert.True(IsAnswer(Assert.Single(Platform.Messages)));
    }

    [Fact]
    public async Task A_start_that_was_taken_without_saying_so_leaves_one_answer()
    {
        var target = _teams.AskAlone("turn-a");
        Platform.Fail("stream_start", TeamsFault.Answer(504, effect: TeamsEffect.Done));
        var fault = await Assert.ThrowsAsync<DeliveryException>(() => StartAsync(target));
        await DeliverAsync(target, await _teams.RunAsync(_teams.Channel.ReconcileAsync(target, default)));

        Assert.Equal(DeliveryFailure.Ambiguous, fault.Failure);
        Assert.True(IsAnswer(Assert.Single(Platform.Messages)));
    }

    [Fact]
    public async Task A_storm_of_refusals_costs_chunks_and_not_the_answer()
    {
        var target = _teams.AskAlone("turn-a");
        var receipt = await StartAsync(target);
        Platform.Fail("stream_chunk", [.. Enumerable.Repeat(TeamsFault.RateLimited(2), 3)]);
        await ShowAsync(target, receipt, Written(1), Written(2), Written(3));
        var chunks = Calls("stream_chunk");
        await DeliverAsync(target, receipt);

        Assert.Equal(3, chunks.Count);
        Assert.All(chunks.Zip(chunks.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At >= TimeSpan.FromSeconds(2), $"{pair.Second.At - pair.First.At}"));
        Assert.True(IsAnswer(Assert.Single(Platform.Messages)));
    }

    [Fact]
    public async Task A_token_that_is_revoked_in_between_is_renewed()
    {
        var target = _teams.AskAlone("turn-a");
        var receipt = await StartAsync(target);
        Platform.RevokeTokens();
        await ShowAsync(target, receipt, Written(1), Written(2));
        await DeliverAsync(target, receipt);

        Assert.Equal([401, 202], Calls("stream_chunk").Select(call => call.Status));
        Assert.True(IsAnswer(Assert.Single(Platform.Messages)));
    }

    [Fact]
    public async Task A_bot_that_is_removed_in_between_says_nothing_more()
    {
        var target = _teams.AskAlone("turn-a");
        var receipt = await StartAsync(target);
        Platform.Fail("stream_chunk", TeamsFault.Answer(403, "BotNotInConversationRoster"));
        await ShowAsync(target, receipt, Written(1));
        await Record.ExceptionAsync(() => ShowAsync(target, receipt, Written(2)));
        var fault = await Assert.ThrowsAsync<DeliveryException>(() => DeliverAsync(target, receipt));
        await _teams.RunAsync(Task.Delay(TimeSpan.FromMinutes(2), _teams.Time));

        Assert.Equal((DeliveryFailure.Permanent, 1, 0), (fault.Failure, Calls("stream_chunk").Count, Calls("stream_end").Count));
    }

    [Fact]
    public async Task An_apology_takes_the_place_of_what_was_streamed()
    {
        var target = _teams.AskAlone("turn-a");
        _teams.With(options => options.AnswerStyle = TeamsAnswerStyle.Text);
        var receipt = await StartAsync(target);
        await ShowAsync(target, receipt, Written(1));
        await DeliverAsync(target, receipt, new OutboundReply(ReplySamples.Apology, default));

        Assert.Equal(ReplySamples.Apology.Text, Assert.Single(Platform.Messages).Seen);
        AssertNothingRefused();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_card_that_is_refused_at_the_end_is_shown_otherwise(int written)
    {
        var target = _teams.AskAlone("turn-a");
        var receipt = await StartAsync(target);
        await ShowAsync(target, receipt, [.. Enumerable.Range(1, written).Select(Written)]);
        Platform.Fail("stream_end", TeamsFault.Answer(400, "BadArgument"));
        await DeliverAsync(target, receipt);

        Assert.True(IsAnswer(Assert.Single(Platform.Messages)));
        Assert.Equal("ended", Assert.Single(Platform.Streams).State);
    }

    [Fact]
    public async Task A_long_answer_begins_where_it_was_streamed()
    {
        var reply = new OutboundReply(ReplySamples.OfLength(1, 90_000, 1), default);
        var target = _teams.AskAlone("turn-a");
        var receipt = await StartAsync(target);
        var receipts = await DeliverAsync(target, receipt, reply);

        Assert.Equal(receipts.MessageIds(), Platform.Messages.Select(message => message.Id).Order(StringComparer.Ordinal));
        Assert.True(receipts.MessageIds().Length > 1);
        Assert.True(receipts.Holds(Assert.Single(Platform.Streams).Id));
    }

    [Fact]
    public async Task What_is_taken_back_while_it_is_streamed_is_gone()
    {
        var target = _teams.AskAlone("turn-a");
        var receipt = await StartAsync(target);
        await ShowAsync(target, receipt, Written(1));
        await _teams.RunAsync(_teams.Channel.RemoveAsync(target, receipt, default));
        await _teams.RunAsync(Task.Delay(TimeSpan.FromMinutes(2), _teams.Time));

        Assert.Empty(Platform.Messages);
        Assert.DoesNotContain(Platform.Streams, stream => stream.State == "open");
    }

    [Fact]
    public async Task Votes_change_what_a_stream_became()
    {
        var target = _teams.AskAlone("turn-a");
        var receipt = await StartAsync(target);
        await DeliverAsync(target, receipt);
        await _teams.RunAsync(_teams.Channel.RefreshAsync(target, receipt, Answer with { Votes = new VoteTally(2, 1) }, default));
        await _teams.RunAsync(_teams.Channel.UpdateAsync(target, receipt, new OutboundReply(ReplySamples.NoEvidence, default), default));

        Assert.StartsWith("I found nothing", Assert.Single(Platform.Messages).Seen, StringComparison.Ordinal);
        Assert.Equal((1, 2), (Calls("stream_end").Count, Calls("update").Count));
    }

    private static TurnProgress Written(int statements) => new("writing", null)
    {
        Partial = new PartialAnswer([.. Whole.Statements.Take(statements)], [.. Whole.Citations.Take(statements)]),
    };

    private static bool IsAnswer(TeamsStoredMessage message) => message.Seen.Contains("Office 3 opens", StringComparison.Ordinal);

    private List<TeamsCallRecord> Calls(string operation) => [.. Platform.Calls.Where(call => call.Operation == operation)];

    private void AssertNothingRefused() => Assert.All(Platform.Calls, call => Assert.InRange(call.Status, 200, 202));

    private async Task<DeliveryReceipt> StartAsync(ReplyTarget target) => (await _teams.RunAsync(_teams.Channel.PostPlaceholderAsync(target, default)))!;

    private async Task ShowAsync(ReplyTarget target, DeliveryReceipt receipt, params TurnProgress[] reports)
    {
        foreach (var report in reports)
        {
            await _teams.RunAsync(_teams.Channel.ShowProgressAsync(target, receipt, report, default));
        }
    }

    // As the dispatcher does it.
    private async Task<DeliveryReceipt> DeliverAsync(ReplyTarget target, DeliveryReceipt? receipt, OutboundReply? reply = null)
    {
        try
        {
            return await SayAsync(target, receipt, reply ?? Answer);
        }
        catch (DeliveryException gone) when (gone.Failure is DeliveryFailure.Gone)
        {
            return await SayAsync(target, null, reply ?? Answer);
        }
    }

    private async Task<DeliveryReceipt> SayAsync(ReplyTarget target, DeliveryReceipt? receipt, OutboundReply reply)
    {
        var reserved = (await _teams.RunAsync(_teams.Channel.ReserveAsync(target, receipt, reply, default)))!;
        await _teams.RunAsync(_teams.Channel.UpdateAsync(target, reserved, reply, default));
        return reserved;
    }
}
