using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Inbound;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Turns;
using ChatOpsBot.TestKit.Teams.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Channels.UnitTests.Teams.Inbound;

public sealed class TeamsDoorTests : IAsyncLifetime
{
    private TeamsBot _bot = null!;

    public async Task InitializeAsync() => _bot = await TeamsBot.StartAsync();

    public async Task DisposeAsync() => await _bot.DisposeAsync();

    [Fact]
    public async Task A_message_is_stored_before_it_is_acknowledged()
    {
        var response = await _bot.SendAsync(_bot.Alice.Says("how many days of leave do I have?"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync());
        Assert.Equal("how many days of leave do I have?", Assert.Single(_bot.Inbox.Accepted).Text);
        Assert.Equal([TeamsResults.Accepted], _bot.Results);
    }

    [Fact]
    public async Task A_request_without_a_token_is_told_which_one_is_missing_and_nothing_else()
    {
        var response = await _bot.SendAsync(_bot.Alice.Says("hello"), authorization: null);

        await AssertRefusedAsync(response, HttpStatusCode.Unauthorized, TeamsResults.MissingToken);
        Assert.Equal(new AuthenticationHeaderValue("Bearer"), Assert.Single(response.Headers.WwwAuthenticate));
        Assert.Empty(await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_token_is_checked_before_the_body_is_looked_at()
    {
        var response = await _bot.SendAsync("no json at all", authorization: "Bearer a.b.c", contentType: "text/plain");

        await AssertRefusedAsync(response, HttpStatusCode.Unauthorized, TeamsResults.MalformedToken);
    }

    [Theory]
    [InlineData("https://smba.trafficmanager.net/emea/")]
    [InlineData("https://smba.trafficmanager.net/amer")]
    [InlineData("https://evil.example/amer/")]
    [InlineData("")]
    public async Task A_service_url_that_the_token_does_not_name_is_refused(string serviceUrl)
        => await AssertRefusedAsync(await _bot.SendAsync(Changed("serviceUrl", serviceUrl)), HttpStatusCode.Unauthorized, TeamsResults.WrongServiceUrl);

    [Fact]
    public async Task A_service_url_may_be_written_in_capitals()
        => Assert.Equal(HttpStatusCode.OK, (await _bot.SendAsync(Changed("serviceUrl", TokenIssuer.ServiceUrl.ToUpperInvariant()))).StatusCode);

    [Theory]
    [InlineData("serviceUrl", null)]
    [InlineData("type", null)]
    [InlineData("type", "")]
    public async Task What_every_activity_has_must_be_there(string member, string? value)
        => await AssertRefusedAsync(await _bot.SendAsync(Changed(member, value)), HttpStatusCode.BadRequest, TeamsResults.Malformed);

    [Theory]
    [InlineData("emulator")]
    [InlineData("webchat")]
    [InlineData("MSTEAMS")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Another_channel_of_the_bot_framework_is_refused(string? channel)
        => await AssertRefusedAsync(await _bot.SendAsync(Changed("channelId", channel)), HttpStatusCode.Forbidden, TeamsResults.UnsupportedChannel);

    [Theory]
    [InlineData("webchat")]
    [InlineData(null)]
    public async Task A_key_that_may_not_sign_for_teams_is_refused(string? endorsement)
    {
        var key = new IssuerKey("bf-other", 2);
        key.Endorsements.Clear();
        if (endorsement is not null)
        {
            key.Endorsements.Add(endorsement);
        }

        _bot.Issuer.Keys.Add(key);

        var response = await _bot.SendAsync(_bot.Alice.Says("hello"), _bot.Bearer(key: key));

        await AssertRefusedAsync(response, HttpStatusCode.Forbidden, TeamsResults.NotEndorsed);
    }

    [Theory]
    [InlineData("https://evil.example/amer/")]
    [InlineData("https://smba.trafficmanager.net.evil.example/amer/")]
    [InlineData("https://smba.trafficmanager.net@evil.example/")]
    [InlineData("http://smba.trafficmanager.net/amer/")]
    [InlineData("https://smba.trafficmanager.net:8443/amer/")]
    public async Task The_bots_token_goes_nowhere_else_whatever_a_token_says(string serviceUrl)
    {
        var response = await _bot.SendAsync(Changed("serviceUrl", serviceUrl), _bot.Bearer(claims => claims["serviceurl"] = serviceUrl));

        await AssertRefusedAsync(response, HttpStatusCode.Forbidden, TeamsResults.ForbiddenServiceUrl);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Only_json_is_read(string contentType)
    {
        var response = await _bot.SendAsync(_bot.Alice.Says("hello").ToJsonString(), contentType: contentType);

        await AssertRefusedAsync(response, HttpStatusCode.UnsupportedMediaType, TeamsResults.UnsupportedMediaType);
    }

    [Fact]
    public async Task Two_megabytes_are_too_much()
    {
        var response = await _bot.SendAsync(_bot.Alice.Says(new string('a', 2 << 20)));

        await AssertRefusedAsync(response, HttpStatusCode.RequestEntityTooLarge, TeamsResults.TooLarge);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Other_methods_find_no_door(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/messages");
        request.Headers.TryAddWithoutValidation("Authorization", _bot.Bearer());

        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await _bot.Client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Bottomless_json_is_refused()
    {
        var response = await _bot.SendAsync(new string('[', 100_000) + new string(']', 100_000));

        await AssertRefusedAsync(response, HttpStatusCode.BadRequest, TeamsResults.Malformed);
    }

    [Fact]
    public async Task Without_keys_nobody_is_turned_away_for_good()
    {
        _bot.Issuer.Mood = IssuerMood.Unreachable;

        var response = await _bot.SendAsync(_bot.Alice.Says("hello"));

        await AssertRefusedAsync(response, HttpStatusCode.ServiceUnavailable, TeamsResults.KeysUnavailable);
        Assert.Equal(TimeSpan.FromSeconds(5), response.Headers.RetryAfter?.Delta);
    }

    [Theory]
    [InlineData(true, TeamsResults.Unavailable)]
    [InlineData(false, TeamsResults.Busy)]
    public async Task What_could_not_be_stored_is_not_acknowledged(bool isDown, string result)
    {
        (_bot.Inbox.IsDown, _bot.Inbox.IsFull) = (isDown, !isDown);

        var response = await _bot.SendAsync(_bot.Alice.Says("hello"));

        await AssertRefusedAsync(response, HttpStatusCode.ServiceUnavailable, result);
        Assert.Equal(TimeSpan.FromSeconds(5), response.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Four_deliveries_of_one_message_are_one_message()
    {
        var said = _bot.Alice.Says("hello");

        var responses = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _bot.SendAsync(said)));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.Single(_bot.Inbox.Accepted);
        Assert.Equal([TeamsResults.Accepted, TeamsResults.Duplicate, TeamsResults.Duplicate, TeamsResults.Duplicate], _bot.Results.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_foreign_tenant_is_let_in_to_be_refused_politely()
    {
        _bot.Bob.SpeaksIn = "99999999-0d0b-4d7c-9a55-0c0f6d1c0001";
        await _bot.SendAsync(_bot.Alice.Says("hello"));
        await _bot.SendAsync(_bot.Bob.Says("hello"));

        var refusals = new List<GateRefusal?>();
        foreach (var message in _bot.Inbox.Accepted)
        {
            refusals.Add(await Assert.Single(_bot.Services.GetServices<IInboundGate>().OfType<TeamsTenantGate>()).CheckAsync(message, CancellationToken.None));
        }

        Assert.Null(refusals[0]);
        Assert.Equal(TeamsResults.WrongTenant, refusals[1]!.Reason);
        Assert.Contains("do not serve this organisation", refusals[1]!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tenant_gate_judges_messages_of_teams_only()
    {
        await _bot.SendAsync(_bot.Alice.Says("hello"));
        var message = _bot.Inbox.Accepted[0];
        var elsewhere = message with { Conversation = message.Conversation with { Channel = ChannelKind.Slack, ConversationId = "T1/C1" } };

        Assert.Null(await Assert.Single(_bot.Services.GetServices<IInboundGate>().OfType<TeamsTenantGate>()).CheckAsync(elsewhere, CancellationToken.None));
    }

    [Fact]
    public async Task Edits_and_deletions_reach_the_message_they_change()
    {
        var (first, second) = (_bot.Alice.Says("how many days"), _bot.Alice.Says("never mind"));
        await _bot.SendAsync(first);
        await _bot.SendAsync(second);

        await _bot.SendAsync(_bot.Alice.Edits(first, "how many days of leave?"));
        await _bot.SendAsync(_bot.Alice.Deletes(second));
        await _bot.SendAsync(_bot.Alice.Deletes(_bot.Alice.Says("never sent")));

        Assert.Equal("how many days of leave?", _bot.Inbox.Accepted[0].Text);
        Assert.Equal((string?)second["id"], Assert.Single(_bot.Inbox.Removals).MessageId);
        Assert.Equal([TeamsResults.Accepted, TeamsResults.Accepted, TeamsResults.Edited, TeamsResults.Removed, TeamsResults.NotAddressed], _bot.Results);
    }

    [Theory]
    [InlineData("typing")]
    [InlineData("messageReaction")]
    [InlineData("event")]
    [InlineData("endOfConversation")]
    [InlineData("made_up")]
    public async Task Other_activities_are_acknowledged_and_leave_nothing(string type)
    {
        var response = await _bot.SendAsync(Changed("type", type));

        await AssertRefusedAsync(response, HttpStatusCode.OK, TeamsResults.UnknownType);
    }

    [Fact]
    public async Task Neither_words_nor_tokens_are_logged()
    {
        const string Words = "xq-marker-words";
        var good = _bot.Bearer(claims => claims["x"] = "xq-marker-claim");
        var bad = good[..^4] + "AAAA";

        await _bot.SendAsync(_bot.Alice.Says(Words), good);
        await _bot.SendAsync(_bot.Alice.Says(Words), bad);
        await _bot.SendAsync($"{{\"{Words}", good);
        await _bot.SendAsync(_bot.Alice.Clicks(Words, new JsonObject { ["turn"] = Words }, Words), good);
        _bot.Inbox.IsDown = true;
        await _bot.SendAsync(_bot.Alice.Says(Words), good);

        Assert.Equal(5, _bot.Results.Count);
        Assert.NotEmpty(_bot.Logs);
        Assert.DoesNotContain(Words, _bot.Logs, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(good.Split('.')[1], _bot.Logs, StringComparison.Ordinal);
        Assert.DoesNotContain("xq-marker-claim", _bot.Logs, StringComparison.Ordinal);
    }

    private JsonObject Changed(string member, string? value)
    {
        var activity = _bot.Alice.Says("hello");
        activity[member] = value;
        return activity;
    }

    private async Task AssertRefusedAsync(HttpResponseMessage response, HttpStatusCode status, string result)
    {
        Assert.Equal((status, string.Empty), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Equal([result], _bot.Results);
        Assert.Empty(_bot.Inbox.Accepted);
    }
}
