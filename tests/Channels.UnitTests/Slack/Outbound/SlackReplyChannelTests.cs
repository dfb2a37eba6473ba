using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Slack;

namespace ChatOpsBot.Channels.UnitTests.Slack.Outbound;

public sealed class SlackReplyChannelTests : ReplyChannelContract
{
    private static readonly OutboundReply Answer = new(ReplySamples.Answer, default);

    private SlackWorld Slack => (SlackWorld)World;

    public static TheoryData<string> UnclearEnds => ["fatal_error", "internal_error", "http_500", "http_503", "cut", "html", "json"];

    [Theory]
    [MemberData(nameof(UnclearEnds))]
    public async Task A_post_nobody_knows_the_end_of_is_read_back_and_not_repeated(string end)
    {
        var target = await World.AskAsync("turn-a");
        Slack.Slack.Fail("chat.postMessage", Unclear(end));

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => World.Channel.PostAsync(target, Answer, default));
        var found = await World.Channel.ReconcileAsync(target, default);

        Assert.Equal(DeliveryFailure.Ambiguous, fault.Failure);
        Assert.NotNull(found);
        Assert.Single(World.Visible(target));
    }

    [Fact]
    public async Task A_platform_that_gives_no_metadata_back_is_read_by_block_ids()
    {
        Slack.Slack.EchoesMetadata = false;
        var target = await World.AskAsync("turn-a");
        var receipt = await World.Channel.PostAsync(target, Answer, default);

        Assert.Equal(receipt, await World.Channel.ReconcileAsync(target, default));
    }

    [Fact]
    public async Task A_mark_on_somebody_elses_message_is_not_believed()
    {
        var target = await World.AskAsync("turn-a");
        var address = SlackAddress.Read(target.Address);
        var mark = JsonNode.Parse("""{"event_type":"chatopsbot_turn","event_payload":{"turn":"turn-a","part":1}}""");
        Slack.Slack.Workspace.Write(address.Channel, Slack.Slack.Workspace.NextTs(), address.Thread, "U0MALLORY", "mine", mark);

        Assert.Null(await World.Channel.ReconcileAsync(target, default));
    }

    [Theory]
    [InlineData("ratelimited", DeliveryFailure.Transient)]
    [InlineData("service_unavailable", DeliveryFailure.Transient)]
    [InlineData("request_timeout", DeliveryFailure.Transient)]
    [InlineData("team_added_to_org", DeliveryFailure.Transient)]
    [InlineData("an_error_nobody_knows", DeliveryFailure.Transient)]
    [InlineData("internal_error", DeliveryFailure.Ambiguous)]
    [InlineData("fatal_error", DeliveryFailure.Ambiguous)]
    [InlineData("channel_not_found", DeliveryFailure.Permanent)]
    [InlineData("not_in_channel", DeliveryFailure.Permanent)]
    [InlineData("is_archived", DeliveryFailure.Permanent)]
    [InlineData("msg_too_long", DeliveryFailure.Permanent)]
    [InlineData("restricted_action", DeliveryFailure.Permanent)]
    [InlineData("restricted_action_read_only_channel", DeliveryFailure.Permanent)]
    [InlineData("restricted_action_thread_locked", DeliveryFailure.Permanent)]
    [InlineData("missing_scope", DeliveryFailure.Transient)]
    [InlineData("token_revoked", DeliveryFailure.Transient)]
    [InlineData("account_inactive", DeliveryFailure.Transient)]
    [InlineData("invalid_auth", DeliveryFailure.Transient)]
    [InlineData("team_access_not_granted", DeliveryFailure.Permanent)]
    [InlineData("ekm_access_denied", DeliveryFailure.Permanent)]
    [InlineData("messages_tab_disabled", DeliveryFailure.Permanent)]
    public void Every_error_code_has_its_meaning(string error, DeliveryFailure failure)
        => Assert.Equal(failure, SlackErrors.Classify(SlackMethod.PostMessage, error));

    [Theory]
    [InlineData("invalid_auth")]
    [InlineData("token_expired")]
    [InlineData("not_authed")]
    [InlineData("missing_scope")]
    public async Task A_token_an_operator_must_mend_is_waited_for(string error)
    {
        var target = await World.AskAsync("turn-a");
        Slack.Slack.Fail("chat.postMessage", SlackFault.Answer(error));

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => World.Channel.PostAsync(target, Answer, default));

        Assert.Equal((DeliveryFailure.Transient, TimeSpan.FromSeconds(30)), (fault.Failure, fault.RetryAfter));
    }

    [Theory]
    [InlineData(400, DeliveryFailure.Transient)]
    [InlineData(404, DeliveryFailure.Transient)]
    [InlineData(413, DeliveryFailure.Permanent)]
    [InlineData(401, DeliveryFailure.Transient)]
    [InlineData(403, DeliveryFailure.Transient)]
    [InlineData(407, DeliveryFailure.Transient)]
    [InlineData(408, DeliveryFailure.Transient)]
    public async Task A_proxy_an_operator_must_mend_is_waited_for(int status, DeliveryFailure failure)
    {
        var target = await World.AskAsync("turn-a");
        Slack.Slack.Fail("chat.postMessage", SlackFault.Http(status));

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => World.Channel.PostAsync(target, Answer, default));

        Assert.Equal(failure, fault.Failure);
        Assert.Equal(failure is DeliveryFailure.Transient ? TimeSpan.FromSeconds(30) : null, fault.RetryAfter);
    }

    [Fact]
    public async Task Without_the_history_scope_nothing_is_found_and_nothing_waits()
    {
        var target = await World.AskAsync("turn-a");
        Slack.Slack.Fail("conversations.replies", SlackFault.Answer("missing_scope"));

        Assert.Null(await World.Channel.ReconcileAsync(target, default));
    }

    [Theory]
    [InlineData("invalid_blocks")]
    [InlineData("msg_blocks_too_long")]
    public async Task Refused_blocks_are_said_in_plain_text_with_their_citations(string error)
    {
        var target = await World.AskAsync("turn-a");
        Slack.Slack.Fail("chat.postMessage", SlackFault.Answer(error));

        await World.Channel.PostAsync(target, Answer, default);

        var seen = Assert.Single(World.Visible(target));
        Assert.All(ReplySamples.Answer.Citations, citation => Assert.Contains(citation.Title, seen, StringComparison.Ordinal));
        Assert.All(ReplySamples.Answer.Statements, statement => Assert.Contains(statement.Text, seen, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_placeholder_somebody_deleted_is_replaced_once()
    {
        var target = await World.AskAsync("turn-a");
        var receipt = await World.Channel.PostPlaceholderAsync(target, default);
        Slack.Slack.Workspace.Delete(SlackWorld.Channel1, receipt!.MessageId);

        await World.Channel.UpdateAsync(target, receipt, Answer, default);
        await World.Channel.UpdateAsync(target, receipt, Answer, default);

        Assert.Single(World.Visible(target));
    }

    [Theory]
    [InlineData("edit_window_closed")]
    [InlineData("cant_update_message")]
    [InlineData("msg_too_long")]
    public async Task An_update_refused_for_good_is_posted_anew_in_place_of_the_placeholder(string error)
    {
        var target = await World.AskAsync("turn-a");
        var receipt = await World.Channel.PostPlaceholderAsync(target, default);
        Slack.Slack.Fail("chat.update", SlackFault.Answer(error));

        await World.Channel.UpdateAsync(target, receipt!, Answer, default);
        await World.Channel.UpdateAsync(target, receipt!, Answer, default);

        Assert.Contains(ReplySamples.Answer.Statements[0].Text, Assert.Single(World.Visible(target)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replacement_shows_votes_too()
    {
        var target = await World.AskAsync("turn-a");
        var receipt = await World.Channel.PostPlaceholderAsync(target, default);
        Slack.Slack.Workspace.Delete(SlackWorld.Channel1, receipt!.MessageId);
        await World.Channel.UpdateAsync(target, receipt, Answer, default);

        await Slack.Replies.RefreshAsync(target, receipt, Answer with { Votes = new VoteTally(1, 0) }, default);

        Assert.Contains("👍 1", Assert.Single(World.Visible(target)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refresh_brings_nothing_back_that_was_deleted()
    {
        var target = await World.AskAsync("turn-a");
        var receipt = await World.Channel.PostAsync(target, Answer, default);
        Slack.Slack.Workspace.Delete(SlackWorld.Channel1, receipt.MessageId);

        await Assert.ThrowsAsync<DeliveryException>(() => Slack.Replies.RefreshAsync(target, receipt, Answer, default));

        Assert.Empty(World.Visible(target));
    }

    [Fact]
    public async Task Many_answers_into_one_channel_are_all_shown()
    {
        var targets = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => World.AskAsync($"turn-{n}")));

        foreach (var target in targets)
        {
            await World.PassTimeUntilAsync(World.Channel.PostAsync(target, Answer, default));
        }

        Assert.All(targets, target => Assert.Single(World.Visible(target)));
    }

    [Fact]
    public async Task Nothing_that_is_posted_or_updated_ever_unfurls()
    {
        var target = await World.AskAsync("turn-a");
        var receipt = await World.Channel.PostPlaceholderAsync(target, default);
        await World.Channel.UpdateAsync(target, receipt!, Answer, default);

        Assert.All(Slack.Slack.Calls, call => Assert.False((bool)call.Arguments["unfurl_links"]! || (bool)call.Arguments["unfurl_media"]!));
        Assert.All(Slack.Slack.Calls, call => Assert.Null(call.Error));
    }

    [Fact]
    public async Task A_private_answer_goes_to_its_response_url_without_the_token()
    {
        var target = Slack.Target("turn-a", Private(Slack.Slack.NewResponseUrl(SlackWorld.Channel1, "U0ALICE")));

        Assert.Null(await World.Channel.PostPlaceholderAsync(target, default));
        await World.Channel.PostAsync(target, Answer, default);
        await World.Channel.PostAsync(target, Answer, default);

        Assert.Contains("[Share in channel]", Assert.Single(Slack.Slack.Workspace.PrivateMessages).Seen, StringComparison.Ordinal);
        Assert.All(Slack.Slack.Calls, call => Assert.Equal(("response_url", null), (call.Method, call.Error)));
    }

    [Fact]
    public async Task A_private_answer_too_late_for_its_response_url_reaches_the_person_directly_and_once()
    {
        var address = Private(Slack.Slack.NewResponseUrl(SlackWorld.Channel1, "U0ALICE")) with { Asked = "How many days?" };
        var target = Slack.Target("turn-a", address);
        Slack.Time.Advance(TimeSpan.FromMinutes(31));
        Slack.Slack.Fail("chat.postMessage", SlackFault.Answer("fatal_error", SlackEffect.Done));

        await Assert.ThrowsAsync<DeliveryException>(() => World.Channel.PostAsync(target, Answer, default));
        await World.Channel.PostAsync(target, Answer, default);
        await World.Channel.PostAsync(target, Answer, default);

        var message = Assert.Single(Slack.Slack.Workspace.Messages);
        Assert.Equal("D0ALICE", message.Channel);
        Assert.Contains("How many days?", message.Seen, StringComparison.Ordinal);
        Assert.Contains(ReplySamples.Answer.Statements[0].Text, message.Seen, StringComparison.Ordinal);
        Assert.DoesNotContain("Share in channel", message.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_used_up_response_url_is_not_the_end()
    {
        var target = Slack.Target("turn-a", Private(Slack.Slack.NewResponseUrl(SlackWorld.Channel1, "U0ALICE")));
        for (var use = 0; use < 7; use++)
        {
            await World.Channel.PostAsync(target, Answer, default);
        }

        Assert.Equal("D0ALICE", Assert.Single(Slack.Slack.Workspace.Messages).Channel);
    }

    [Fact]
    public async Task A_shared_answer_is_posted_into_the_channel_and_found_there()
    {
        var since = Slack.Slack.Workspace.NextTs();
        var address = new SlackAddress { Team = FakeSlackWorkspace.TeamId, Channel = SlackWorld.Channel1, Since = since, SharedBy = "U0ALICE", SharedQuestion = "How many days?" };
        var target = Slack.Target("turn-a", address);

        var receipt = await World.Channel.PostAsync(target, Answer, default);

        var message = Assert.Single(Slack.Slack.Workspace.Messages);
        Assert.Contains("@U0ALICE shared a question", message.Seen, StringComparison.Ordinal);
        Assert.Equal(receipt, await World.Channel.ReconcileAsync(target, default));
    }

    [Fact]
    public async Task No_exception_tells_a_secret()
    {
        var target = Slack.Target("turn-a", Private("http://127.0.0.1:1/commands/T1/the-marker"));

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => World.Channel.PostAsync(target, Answer, default));

        Assert.Equal(DeliveryFailure.Transient, fault.Failure);
        Assert.DoesNotContain("the-marker", fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(FakeSlack.BotToken, fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "{}")]
    [InlineData(1, "nonsense")]
    [InlineData(1, "{}")]
    [InlineData(1, "null")]
    public async Task An_address_nobody_can_read_is_a_permanent_failure(int version, string value)
    {
        var target = await World.AskAsync("turn-a") with { Address = new ReplyAddress(version, value) };

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => World.Channel.PostAsync(target, Answer, default));

        Assert.Equal(DeliveryFailure.Permanent, fault.Failure);
    }

    [Fact]
    public async Task Throttling_stops_one_method_only()
    {
        Slack.Slack.Fail("chat.delete", SlackFault.RateLimited(3_600));
        var arguments = new JsonObject { ["channel"] = SlackWorld.Channel1, ["ts"] = "1.1" };

        var fault = await Assert.ThrowsAsync<SlackApiException>(() => Slack.Client.CallAsync(SlackMethod.Delete, "T1", null, arguments, default));
        await Slack.Client.CallAsync(SlackMethod.AuthTest, "T1", null, [], default);

        Assert.True(fault.RetryAfter > TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_missing_retry_after_is_a_second()
    {
        Slack.Slack.Fail("auth.test", SlackFault.RateLimited(null));

        await Slack.Client.CallAsync(SlackMethod.AuthTest, "T1", null, [], default);

        Assert.Equal(["ratelimited", null], Slack.Slack.Calls.Select(call => call.Error));
    }

    protected override async Task<IReplyChannelWorld> StartAsync() => await SlackWorld.StartAsync();

    private static SlackAddress Private(string url) => new() { Team = FakeSlackWorkspace.TeamId, Channel = SlackWorld.Channel1, ResponseUrl = url };

    private static SlackFault Unclear(string end) => end switch
    {
        "http_500" => SlackFault.Http(500, SlackEffect.Done),
        "http_503" => SlackFault.Http(503, SlackEffect.Done),
        "cut" => SlackFault.Cut(SlackEffect.Done),
        "html" => SlackFault.Html(SlackEffect.Done),
        "json" => SlackFault.InvalidJson(SlackEffect.Done),
        _ => SlackFault.Answer(end, SlackEffect.Done),
    };
}
