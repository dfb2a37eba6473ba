using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Teams.Connector;

namespace ChatOpsBot.Channels.UnitTests.Teams.Outbound;

/// <summary>One visible answer, whatever is lost on the way (T-18, T-39).</summary>
public sealed class TeamsDeliveryTests : IAsyncLifetime
{
    private static readonly OutboundReply Answer = new(ReplySamples.Answer, default);
    private static readonly OutboundReply Long = new(ReplySamples.OfLength(1, 90_000, 1), default);

    private TeamsWorld _world = null!;

    public async Task InitializeAsync() => _world = await TeamsWorld.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    public static TheoryData<string, string> LostAnswers => new()
    {
        { "post", "502" }, { "post", "504" }, { "post", "500" }, { "post", "cut" },
        { "update", "502" }, { "update", "504" }, { "update", "500" }, { "update", "cut" },
    };

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task What_the_platform_did_without_saying_so_shows_no_second_answer(string operation, string end)
    {
        var target = await _world.AskAsync("turn-a");
        _world.Platform.Fail(operation, Lost(end));

        await DeliverAsTheTurnDoesAsync(target, Answer);

        Assert.Single(_world.Visible(target), IsAnswer);
    }

    [Theory]
    [InlineData("502")]
    [InlineData("cut")]
    public async Task A_further_part_whose_post_was_lost_shows_no_text_twice(string end)
    {
        var target = await _world.AskAsync("turn-a");
        var receipt = await _world.Channel.PostPlaceholderAsync(target, default);
        _world.Platform.Fail("post", Lost(end));

        await DeliverAsTheTurnDoesAsync(target, Long, receipt);

        var seen = string.Join(' ', _world.Visible(target)).Split([' ', '\n']);
        Assert.All(ReplySamples.Words(1, 90_000).Split(' ').Skip(1_000).Take(50), word => Assert.Single(seen, word));
    }

    [Fact]
    public async Task Every_part_has_its_message_before_anything_is_said()
    {
        var target = await _world.AskAsync("turn-a");
        var parts = TeamsReplyRenderer.Render(Long, new TeamsCardContext("turn-a")).Count;
        var placeholder = await _world.Channel.PostPlaceholderAsync(target, default);

        var reserved = await _world.Channel.ReserveAsync(target, placeholder, Long, default);
        var again = await _world.Channel.ReserveAsync(target, reserved, Long, default);

        Assert.Equal(reserved, again);
        Assert.StartsWith(placeholder!.MessageId + " ", reserved!.MessageId, StringComparison.Ordinal);
        Assert.Equal((parts, parts), (reserved.MessageId.Split(' ').Length, _world.Count("post")));
        Assert.All(_world.Platform.Messages, message => Assert.Equal(0, message.Edits));
    }

    [Fact]
    public async Task Parts_that_are_no_longer_needed_are_removed()
    {
        var target = await _world.AskAsync("turn-a");
        var receipt = await _world.Channel.PostAsync(target, Long, default);

        await _world.Channel.UpdateAsync(target, receipt, Answer, default);

        Assert.True(IsAnswer(Assert.Single(_world.Visible(target))));
    }

    [Fact]
    public async Task A_reservation_that_fails_leaves_nothing_behind()
    {
        var target = await _world.AskAsync("turn-a");
        var receipt = await _world.Channel.PostPlaceholderAsync(target, default);
        _world.Platform.Fail("post", TeamsFault.None, TeamsFault.Answer(403, "ForbiddenOperationException"));

        await Assert.ThrowsAsync<DeliveryException>(() => _world.Channel.ReserveAsync(target, receipt, Long, default));

        Assert.Equal((3, 1), (_world.Count("post"), _world.Visible(target).Count));
    }

    [Fact]
    public async Task A_placeholder_that_was_withdrawn_is_reported_as_gone_with_what_was_left_of_it()
    {
        var target = await _world.AskAsync("turn-a");
        var receipt = await _world.Channel.ReserveAsync(target, null, Long, default);
        _world.Platform.Withdraw(receipt!.MessageId.Split(' ')[1]);

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => _world.Channel.UpdateAsync(target, receipt, Long, default));

        Assert.Equal(DeliveryFailure.Gone, fault.Failure);
        Assert.Empty(_world.Visible(target));
    }

    [Fact]
    public async Task An_answer_that_was_withdrawn_is_not_posted_again()
    {
        var target = await _world.AskAsync("turn-a");
        var receipt = await _world.Channel.PostAsync(target, Answer, default);
        _world.Platform.Withdraw(receipt.MessageId);

        await _world.Channel.RefreshAsync(target, receipt, Answer with { Votes = new VoteTally(1, 0) }, default);

        Assert.Empty(_world.Visible(target));
        Assert.Equal(1, _world.Count("post"));
    }

    [Theory]
    [InlineData(400, "BadArgument")]
    [InlineData(413, "MessageSizeTooBig")]
    public async Task A_card_that_is_refused_is_said_as_text_once(int status, string code)
    {
        var target = await _world.AskAsync("turn-a");
        var receipt = await _world.Channel.PostPlaceholderAsync(target, default);
        _world.Platform.Fail("update", TeamsFault.Answer(status, code));

        await _world.Channel.UpdateAsync(target, receipt!, Answer, default);
        await _world.Channel.RefreshAsync(target, receipt!, Answer, default);

        var message = Assert.Single(_world.Platform.Messages);
        Assert.Null(message.Activity["attachments"]);
        Assert.True(IsAnswer(message.Seen));
        Assert.Equal(3, _world.Count("update"));
        Assert.Contains("[5506]", _world.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_needs_more_messages_than_the_refused_card_gets_them_before_it_is_said()
    {
        var target = await _world.AskAsync("turn-a");
        var placeholder = await _world.Channel.PostPlaceholderAsync(target, default);
        _world.Platform.Fail("update", TeamsFault.Answer(413, "MessageSizeTooBig"));

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => _world.Channel.UpdateAsync(target, placeholder!, Long, default));
        var reserved = await _world.Channel.ReserveAsync(target, placeholder, Long, default);
        await _world.Channel.UpdateAsync(target, reserved!, Long, default);

        Assert.Equal(DeliveryFailure.Transient, fault.Failure);
        Assert.Equal(reserved!.MessageId.Split(' '), _world.Platform.Messages.Select(message => message.Id));
        Assert.All(_world.Platform.Messages, message => Assert.Null(message.Activity["attachments"]));
    }

    [Fact]
    public async Task A_text_that_is_refused_too_is_not_tried_again()
    {
        var target = await _world.AskAsync("turn-a");
        var receipt = await _world.Channel.PostPlaceholderAsync(target, default);
        _world.Platform.Fail("update", TeamsFault.Answer(400, "BadArgument"), TeamsFault.Answer(400, "BadArgument"));

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => _world.Channel.UpdateAsync(target, receipt!, Answer, default));

        Assert.Equal((DeliveryFailure.Permanent, 2), (fault.Failure, _world.Count("update")));
    }

    [Fact]
    public async Task A_personal_chat_is_addressed_to_the_person_and_a_channel_to_nobody()
    {
        var alone = _world.Target("turn-a", _world.NewAddress(isPersonal: true));
        var receipt = await _world.Channel.PostPlaceholderAsync(alone, default);
        await _world.Channel.UpdateAsync(alone, receipt!, Answer, default);
        await _world.Channel.PostPlaceholderAsync(_world.Target("turn-b", _world.NewAddress()), default);

        var (personal, channel) = (_world.Platform.Messages[0].Activity, _world.Platform.Messages[1].Activity);
        Assert.Equal((TeamsWorld.Person, TeamsWorld.Bot), ((string?)personal["recipient"]!["id"], (string?)personal["from"]!["id"]));
        Assert.Equal(("a:fake-1600000000001", "1600000000001"), ((string?)personal["conversation"]!["id"], (string?)personal["replyToId"]));
        Assert.Null(channel["recipient"]);
    }

    [Fact]
    public async Task Typing_is_shown_once_a_stage_in_personal_chats_and_waits_for_nothing()
    {
        var personal = _world.Target("turn-a", _world.NewAddress(isPersonal: true));
        var channel = await _world.AskAsync("turn-b");
        foreach (var stage in (string[])["searching", "searching", "reading", "writing"])
        {
            await _world.Channel.ShowProgressAsync(personal, null, new TurnProgress(stage, null), default);
            await _world.Channel.ShowProgressAsync(channel, null, new TurnProgress(stage, null), default);
        }

        Assert.InRange(_world.Count("typing"), 1, 3);
        Assert.All(_world.Platform.Calls.Where(call => call.Operation == "typing"), call => Assert.StartsWith("a:", call.Request.Conversation, StringComparison.Ordinal));
        Assert.Empty(_world.Platform.Messages);
    }

    [Fact]
    public async Task An_orphan_that_is_found_is_removed()
    {
        var target = await _world.AskAsync("turn-a");
        var orphan = await _world.Channel.PostPlaceholderAsync(target, default);

        await _world.Replies.RemoveOrphanAsync(TeamsAddress.Read(target.Address), orphan!.MessageId, default);
        await _world.Replies.RemoveOrphanAsync(TeamsAddress.Read(target.Address), orphan.MessageId, default);

        Assert.Empty(_world.Visible(target));
    }

    private static bool IsAnswer(string seen) => seen.Contains(ReplySamples.Answer.Statements[0].Text, StringComparison.Ordinal);

    private static TeamsFault Lost(string end) => end == "cut" ? TeamsFault.Cut(TeamsEffect.Done) : TeamsFault.Answer(int.Parse(end, null), effect: TeamsEffect.Done);

    // As the dispatcher does it, attempt by attempt, a crash after each that failed.
    private async Task DeliverAsTheTurnDoesAsync(ReplyTarget target, OutboundReply reply, DeliveryReceipt? receipt = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                receipt ??= await _world.Channel.PostPlaceholderAsync(target, default);
                receipt = await _world.Channel.ReserveAsync(target, receipt, reply, default);
                await _world.Channel.UpdateAsync(target, receipt!, reply, default);
                return;
            }
            catch (DeliveryException fault) when (attempt < 5 && fault.Failure is DeliveryFailure.Transient or DeliveryFailure.Ambiguous)
            {
                receipt ??= await _world.Channel.ReconcileAsync(target, default);
            }
        }
    }
}
