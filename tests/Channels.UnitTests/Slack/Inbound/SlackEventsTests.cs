using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Slack;

namespace ChatOpsBot.Channels.UnitTests.Slack.Inbound;

public sealed class SlackEventsTests : IAsyncLifetime
{
    private SlackBot _bot = null!;

    public async Task InitializeAsync() => _bot = await SlackBot.StartAsync();

    public async Task DisposeAsync() => await _bot.DisposeAsync();

    [Fact]
    public async Task A_mention_is_stored_before_it_is_acknowledged()
    {
        var said = await _bot.Alice.MentionAsync("C0OPS", "how many days of leave do I have?");

        Assert.Equal(HttpStatusCode.OK, said.Response.StatusCode);
        var message = Assert.Single(_bot.Inbox.Accepted);
        Assert.Equal("how many days of leave do I have?", message.Text);
        Assert.Equal(new ConversationKey(TenantId.Default, ChannelKind.Slack, "T000000001/C0OPS", said.Ts), message.Conversation);
        Assert.Equal(Audience.Shared, message.Audience);
        Assert.Equal("U0ALICE", message.Sender.Id);
        Assert.Equal(TimeSpan.FromHours(24), message.Deadline - message.ReceivedAt);
        Assert.Equal(1, message.ReplyTo.Version);
    }

    [Theory]
    [InlineData("C0OPS", true)]
    [InlineData("C0OPS", false)]
    [InlineData("D0ALICE", true)]
    [InlineData("D0ALICE", false)]
    public async Task A_mention_and_its_twin_are_one_message_in_both_orders(string channel, bool mentionFirst)
    {
        var text = $"<@{FakeSlackWorkspace.BotUserId}> hello";
        var ts = _bot.Alice.Write(channel, text);
        var mention = _bot.Alice.Envelope(_bot.Alice.Event("app_mention", channel, ts, text));
        var twin = _bot.Alice.Envelope(_bot.Alice.Event("message", channel, ts, text));

        await _bot.Alice.SendEventAsync(mentionFirst ? mention : twin);
        await _bot.Alice.SendEventAsync(mentionFirst ? twin : mention);

        Assert.Single(_bot.Inbox.Accepted);
    }

    [Fact]
    public async Task A_message_that_is_not_for_the_bot_claims_no_key()
    {
        var ts = _bot.Alice.Write("C0OPS", "no mention as the event shows it");
        await _bot.Alice.SendEventAsync(_bot.Alice.Envelope(_bot.Alice.Event("message", "C0OPS", ts, "no mention as the event shows it", clientMessageId: "g1")));

        await _bot.Alice.SendEventAsync(_bot.Alice.Envelope(_bot.Alice.Event("app_mention", "C0OPS", ts, "<@U0BOT> mention", clientMessageId: "g1")));

        Assert.Single(_bot.Inbox.Accepted);
    }

    [Fact]
    public async Task The_same_gesture_with_two_timestamps_is_one_message()
    {
        foreach (var ts in (string[])["1700000000.000100", "1700000039.000200"])
        {
            await _bot.Alice.SendEventAsync(_bot.Alice.Envelope(_bot.Alice.Event("message", "D0ALICE", ts, "hello", clientMessageId: "8a1f-42")));
        }

        Assert.Single(_bot.Inbox.Accepted);
    }

    [Theory]
    [InlineData("http_timeout")]
    [InlineData("connection_failed")]
    [InlineData("http_error")]
    [InlineData("ssl_error")]
    public async Task A_retry_is_judged_by_its_keys_alone(string reason)
    {
        var envelope = _bot.Alice.Envelope(_bot.Alice.Event("app_mention", "C0OPS", "1700000000.000100", "<@U0BOT> hello"));

        var statuses = new List<HttpStatusCode>();
        for (var retry = 1; retry <= 3; retry++)
        {
            statuses.Add((await _bot.Alice.SendEventAsync(envelope, retry, reason)).StatusCode);
        }

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Single(_bot.Inbox.Accepted);
    }

    [Fact]
    public async Task A_thread_reply_needs_no_mention_where_the_bot_has_a_turn()
    {
        var first = await _bot.Alice.MentionAsync("C0OPS", "how many days of leave?");

        await _bot.Bob.SayAsync("C0OPS", "and for contractors?", first.Ts);
        await _bot.Bob.SayAsync("C0OPS", "unrelated", "1600000000.000100");
        await _bot.Bob.SayAsync("C0OPS", "<@U0CARL> what do you think?", first.Ts);

        Assert.Equal(["how many days of leave?", "and for contractors?"], _bot.Inbox.Accepted.Select(message => message.Text));
        Assert.All(_bot.Inbox.Accepted, message => Assert.Equal(first.Ts, message.Conversation.ThreadId));
    }

    [Fact]
    public async Task A_direct_message_is_private()
    {
        await _bot.Alice.SayAsync("D0ALICE", "hello");

        Assert.Equal(Audience.Private, Assert.Single(_bot.Inbox.Accepted).Audience);
    }

    [Fact]
    public async Task A_conversation_of_several_people_is_shared_and_needs_a_mention()
    {
        var said = _bot.Alice.Event("message", "G0GROUP", "1700000000.000100", "hello");
        said["channel_type"] = "mpim";
        var mentioned = _bot.Alice.Event("message", "G0GROUP", "1700000001.000100", "<@U0BOT> hello");
        mentioned["channel_type"] = "mpim";

        await _bot.Alice.SendEventAsync(_bot.Alice.Envelope(said));
        await _bot.Alice.SendEventAsync(_bot.Alice.Envelope(mentioned));

        Assert.Equal(Audience.Shared, Assert.Single(_bot.Inbox.Accepted).Audience);
    }

    [Fact]
    public async Task Where_other_organisations_read_along_nothing_may_be_used()
    {
        var shared = _bot.Alice.Envelope(_bot.Alice.Event("app_mention", "C0OPS", "1700000000.000100", "<@U0BOT> a"));
        shared["is_ext_shared_channel"] = true;
        var said = _bot.Alice.Event("message", "D0ALICE", "1700000001.000100", "b");
        said["user_team"] = "T0STRANGER";

        await _bot.Alice.SendEventAsync(shared);
        await _bot.Alice.SendEventAsync(_bot.Alice.Envelope(said));

        Assert.All(_bot.Inbox.Accepted, message => Assert.Equal(Audience.External, message.Audience));
        Assert.Equal(2, _bot.Inbox.Accepted.Count);
    }

    [Fact]
    public async Task An_event_of_another_workspace_is_acknowledged_and_ignored()
    {
        var envelope = _bot.Alice.Envelope(_bot.Alice.Event("app_mention", "C0OPS", "1700000000.000100", "<@U0BOT> hello"));
        (envelope["team_id"], envelope["context_team_id"]) = ("T0OTHER", "T0OTHER");

        var response = await _bot.Alice.SendEventAsync(envelope);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(_bot.Inbox.Accepted);
        Assert.Equal([SlackResults.WrongTenant], _bot.Results);
    }

    [Theory]
    [InlineData(null, null, "U0BOT", SlackResults.Own)]
    [InlineData(null, "B0OTHER", "U0OTHERBOT", SlackResults.OtherBot)]
    [InlineData("bot_message", "B0OTHER", null, SlackResults.OtherBot)]
    [InlineData("channel_join", null, "U0ALICE", SlackResults.Subtype)]
    [InlineData("channel_leave", null, "U0ALICE", SlackResults.Subtype)]
    [InlineData("channel_topic", null, "U0ALICE", SlackResults.Subtype)]
    [InlineData("channel_purpose", null, "U0ALICE", SlackResults.Subtype)]
    [InlineData("channel_name", null, "U0ALICE", SlackResults.Subtype)]
    [InlineData("message_replied", null, "U0ALICE", SlackResults.Subtype)]
    [InlineData("assistant_app_thread", null, "U0ALICE", SlackResults.Subtype)]
    [InlineData("ekm_access_denied", null, "U0ALICE", SlackResults.Subtype)]
    [InlineData("tombstone", null, "U0ALICE", SlackResults.Subtype)]
    [InlineData("reminder_add", null, "U0ALICE", SlackResults.Subtype)]
    [InlineData("file_share", null, "U0ALICE", SlackResults.Accepted)]
    [InlineData("thread_broadcast", null, "U0ALICE", SlackResults.Accepted)]
    [InlineData("me_message", null, "U0ALICE", SlackResults.Accepted)]
    public async Task Only_what_a_person_says_is_taken(string? subtype, string? botId, string? user, string result)
    {
        var said = _bot.Alice.Event("message", "D0ALICE", "1700000000.000100", "hello");
        (said["subtype"], said["bot_id"], said["user"]) = (subtype, botId, user);

        var response = await _bot.Alice.SendEventAsync(_bot.Alice.Envelope(said));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal([result], _bot.Results);
        Assert.Equal(result == SlackResults.Accepted ? 1 : 0, _bot.Inbox.Accepted.Count);
    }

    [Fact]
    public async Task A_post_under_the_bots_own_bot_id_is_its_own_once_slack_has_named_it()
    {
        _bot.Get<SlackIdentity>().Learn(FakeSlackWorkspace.TeamId, FakeSlackWorkspace.BotUserId, FakeSlackWorkspace.BotId);
        var said = _bot.Alice.Event("message", "D0ALICE", "1700000000.000100", "hello");
        (said["bot_id"], said["user"]) = (FakeSlackWorkspace.BotId, "U0SOMEBODY");

        await _bot.Alice.SendEventAsync(_bot.Alice.Envelope(said));

        Assert.Equal([SlackResults.Own], _bot.Results);
        Assert.Empty(_bot.Inbox.Accepted);
    }

    [Fact]
    public async Task An_edit_replaces_the_text_and_a_deletion_cancels()
    {
        var first = await _bot.Alice.MentionAsync("C0OPS", "first words");
        var second = await _bot.Alice.MentionAsync("C0OPS", "to be deleted");

        await _bot.Alice.EditAsync("C0OPS", first.Ts, "<@U0BOT> better words");
        await _bot.Alice.DeleteAsync("C0OPS", second.Ts);

        Assert.Equal("better words", Assert.Single(_bot.Inbox.Edits).Text);
        Assert.Equal(second.Ts, Assert.Single(_bot.Inbox.Removals).MessageId);
    }

    [Fact]
    public async Task A_change_that_slack_made_itself_is_no_edit()
    {
        var first = await _bot.Alice.MentionAsync("C0OPS", "see https://example.com");
        var changed = new JsonObject
        {
            ["type"] = "message",
            ["subtype"] = "message_changed",
            ["channel"] = "C0OPS",
            ["message"] = _bot.Alice.Event("message", "C0OPS", first.Ts, "<@U0BOT> unfurled"),
        };

        await _bot.Alice.SendEventAsync(_bot.Alice.Envelope(changed));

        Assert.Empty(_bot.Inbox.Edits);
    }

    [Fact]
    public async Task A_store_that_is_down_makes_slack_deliver_again()
    {
        _bot.Inbox.IsDown = true;

        var said = await _bot.Alice.MentionAsync("C0OPS", "hello");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, said.Response.StatusCode);
        Assert.False(said.Response.Headers.Contains("x-slack-no-retry"));
    }

    [Fact]
    public async Task A_full_inbox_makes_slack_deliver_again()
    {
        _bot.Inbox.IsFull = true;

        var said = await _bot.Alice.MentionAsync("C0OPS", "hello");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, said.Response.StatusCode);
        Assert.NotNull(said.Response.Headers.RetryAfter);
        Assert.False(said.Response.Headers.Contains("x-slack-no-retry"));
    }

    [Fact]
    public async Task The_last_delivery_to_a_full_inbox_is_answered_with_one_visible_word()
    {
        _bot.Inbox.IsFull = true;
        var text = $"<@{FakeSlackWorkspace.BotUserId}> hello";
        var ts = _bot.Alice.Write("C0OPS", text);
        var mention = _bot.Alice.Envelope(_bot.Alice.Event("app_mention", "C0OPS", ts, text));
        var twin = _bot.Alice.Envelope(_bot.Alice.Event("message", "C0OPS", ts, text));

        var earlier = await _bot.Alice.SendEventAsync(mention, retry: 2);
        Assert.Empty(_bot.Slack.Workspace.BotMessagesIn("C0OPS", ts));
        var last = await Task.WhenAll(_bot.Alice.SendEventAsync(mention, retry: 3), _bot.Alice.SendEventAsync(twin, retry: 3));
        await BusyIsSaidAsync(ts);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, earlier.StatusCode);
        Assert.All(last, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.Contains("busy", Assert.Single(_bot.Slack.Workspace.BotMessagesIn("C0OPS", ts)).Seen, StringComparison.Ordinal);
        Assert.Empty(_bot.Inbox.Accepted);
    }

    [Fact]
    public async Task What_is_more_than_can_be_told_stays_undelivered()
    {
        _bot.Inbox.IsFull = true;
        _bot.Slack.Fail("chat.postMessage", [.. Enumerable.Repeat(SlackFault.Hang(SlackEffect.None), 10)]);
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 110; i++)
        {
            var ts = _bot.Alice.Write("C0OPS", "hello");
            statuses.Add((await _bot.Alice.SendEventAsync(_bot.Alice.Envelope(_bot.Alice.Event("app_mention", "C0OPS", ts, "<@U0BOT> hello")), retry: 3)).StatusCode);
        }

        Assert.InRange(statuses.Count(status => status == HttpStatusCode.OK), 100, 101);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, statuses[^1]);
    }

    [Fact]
    public async Task The_address_is_verified_with_plain_text_and_only_when_signed()
    {
        const string Body = """{"type":"url_verification","challenge":"<b>3eZbrw</b>"}""";

        var signed = await SendAsync(Body);
        using var forged = SlackRequests.Sign("/slack/events", "application/json", Body, "another secret 0123", _bot.Time.GetUtcNow());
        var refused = await _bot.Client.SendAsync(forged);

        Assert.Equal("<b>3eZbrw</b>", await signed.Content.ReadAsStringAsync());
        Assert.Equal("text/plain", signed.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Theory]
    [InlineData("""{"type":"app_rate_limited","team_id":"T1","minute_rate_limited":1}""", SlackResults.RateLimited)]
    [InlineData("""{"type":"something_new"}""", SlackResults.UnknownType)]
    [InlineData("""{}""", SlackResults.UnknownShape)]
    [InlineData("""{"type":5}""", SlackResults.UnknownShape)]
    [InlineData("""{"type":"event_callback"}""", SlackResults.UnknownShape)]
    [InlineData("""{"type":"event_callback","event":null,"event_id":"Ev1","team_id":"T000000001"}""", SlackResults.UnknownShape)]
    [InlineData("""{"type":"event_callback","event":[],"event_id":"Ev1","team_id":"T000000001"}""", SlackResults.UnknownShape)]
    [InlineData("""{"type":"event_callback","event":{"type":"message"},"event_id":"Ev1","team_id":"T000000001"}""", SlackResults.UnknownShape)]
    [InlineData("""{"type":"event_callback","event":{"type":"user_change","user":{"id":"U1"}},"event_id":"Ev1","team_id":"T000000001"}""", SlackResults.UnknownType)]
    [InlineData("""{"type":"event_callback","event":{"type":"app_mention","user":{},"channel":7,"ts":[]},"event_id":"Ev1","team_id":"T000000001"}""", SlackResults.UnknownShape)]
    [InlineData("""{"type":"event_callback","event":{"type":"app_mention","user":"U1","channel":"C1/../C2","ts":"1.1","text":"x"},"event_id":"Ev1","team_id":"T000000001"}""", SlackResults.UnknownShape)]
    [InlineData("""{"type":"event_callback","event":{"type":"app_mention","user":"U1","channel":"C1","ts":"99999999999999999.1","text":"x"},"event_id":"Ev1","team_id":"T000000001"}""", SlackResults.UnknownShape)]
    [InlineData("""{"type":"event_callback","event":{"type":"app_mention","user":"U1","channel":"C1","ts":"1.1","text":"x \ud800 y"},"event_id":"Ev1","team_id":"T000000001"}""", SlackResults.Accepted)]
    public async Task What_is_not_understood_is_acknowledged(string body, string result)
    {
        var response = await SendAsync(body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal([result], _bot.Results);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"type\":\"event_callback\"")]
    [InlineData("{\"type\":\"url_verification\"}")]
    public async Task What_is_genuine_and_broken_is_not_delivered_again(string body)
    {
        var response = await SendAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("1", response.Headers.GetValues("x-slack-no-retry").Single());
    }

    [Fact]
    public async Task Deep_nesting_is_refused_and_never_parsed_when_forged()
    {
        var deep = new string('[', 10_000) + new string(']', 10_000);
        using var forged = SlackRequests.Sign("/slack/events", "application/json", deep, "another secret 0123", _bot.Time.GetUtcNow());

        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(deep)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _bot.Client.SendAsync(forged)).StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_refused_unread(bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/slack/events") { Content = new ByteArrayContent(new byte[(1 << 20) + 1]) };
        request.Headers.TransferEncodingChunked = chunked;

        var response = await _bot.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal([SlackResults.TooLarge], _bot.Results);
    }

    [Theory]
    [InlineData("/slack/events/", "application/json")]
    [InlineData("/slack/events", "application/json; charset=utf-8")]
    [InlineData("/slack/events", "APPLICATION/JSON")]
    public async Task Slashes_and_media_type_parameters_do_not_matter(string path, string contentType)
    {
        var body = _bot.Alice.Envelope(_bot.Alice.Event("app_mention", "C0OPS", "1700000000.000100", "<@U0BOT> hello")).ToJsonString();
        using var request = SlackRequests.Sign(path, contentType, Encoding.UTF8.GetBytes(body), FakeSlack.SigningSecret, $"{_bot.Time.GetUtcNow().ToUnixTimeSeconds()}");

        Assert.Equal(HttpStatusCode.OK, (await _bot.Client.SendAsync(request)).StatusCode);
        Assert.Single(_bot.Inbox.Accepted);
    }

    [Fact]
    public async Task Nothing_of_a_request_is_logged()
    {
        await _bot.Alice.MentionAsync("C0OPS", "the-marker-question");
        using var forged = SlackRequests.Sign("/slack/events", "application/json", "{\"a\":\"the-marker-forged\"}", "another secret 0123", _bot.Time.GetUtcNow());
        await _bot.Client.SendAsync(forged);
        await SendAsync("the-marker-broken");

        Assert.DoesNotContain("the-marker", _bot.Logs, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeSlack.BotToken, _bot.Logs, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeSlack.SigningSecret, _bot.Logs, StringComparison.Ordinal);
    }

    private async Task BusyIsSaidAsync(string thread)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (_bot.Slack.Workspace.BotMessagesIn("C0OPS", thread).Count == 0)
        {
            await Task.Delay(5, limit.Token);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(string body)
    {
        using var request = SlackRequests.Sign("/slack/events", "application/json", body, FakeSlack.SigningSecret, _bot.Time.GetUtcNow());
        return await _bot.Client.SendAsync(request);
    }
}
