using System.Net;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Rendering;

namespace ChatOpsBot.Channels.UnitTests.Teams.Inbound;

/// <summary>Somebody waits for the answer to an invoke: it comes within two seconds, whatever the store does (T-11).</summary>
public sealed class TeamsInvokeTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private TeamsBot _bot = null!;

    public async Task InitializeAsync() => _bot = await TeamsBot.StartAsync();

    public async Task DisposeAsync() => await _bot.DisposeAsync();

    [Theory]
    [InlineData("adaptiveCard/action", HttpStatusCode.OK, """{"statusCode":400,"type":"application/vnd.microsoft.error","value":{"code":"BadRequest","message":"This button does not belong to a card of mine."}}""")]
    [InlineData("message/submitAction", HttpStatusCode.OK, "{}")]
    [InlineData("message/fetchTask", HttpStatusCode.OK, """{"task":{"type":"message","value":"This answer cannot be rated from here."}}""")]
    [InlineData("task/fetch", HttpStatusCode.NotImplemented, "")]
    [InlineData("task/submit", HttpStatusCode.NotImplemented, "")]
    [InlineData("composeExtension/query", HttpStatusCode.NotImplemented, "")]
    [InlineData("composeExtension/selectItem", HttpStatusCode.NotImplemented, "")]
    [InlineData("signin/verifyState", HttpStatusCode.NotImplemented, "")]
    [InlineData("signin/tokenExchange", HttpStatusCode.NotImplemented, "")]
    [InlineData("fileConsent/invoke", HttpStatusCode.NotImplemented, "")]
    [InlineData("actionableMessage/executeAction", HttpStatusCode.NotImplemented, "")]
    [InlineData("application/search", HttpStatusCode.NotImplemented, "")]
    [InlineData("config/fetch", HttpStatusCode.NotImplemented, "")]
    [InlineData("tab/fetch", HttpStatusCode.NotImplemented, "")]
    [InlineData("AdaptiveCard/Action", HttpStatusCode.NotImplemented, "")]
    [InlineData("made/up", HttpStatusCode.NotImplemented, "")]
    [InlineData("", HttpStatusCode.NotImplemented, "")]
    public async Task Every_invoke_has_its_answer(string name, HttpStatusCode status, string body)
    {
        var response = await _bot.SendAsync(_bot.Alice.Invoke(name));

        Assert.Equal((status, body), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Empty(_bot.Inbox.Accepted);
    }

    [Fact]
    public async Task An_invoke_without_a_name_is_unknown()
    {
        var activity = _bot.Alice.Invoke("x");
        activity.Remove("name");

        Assert.Equal(HttpStatusCode.NotImplemented, (await _bot.SendAsync(activity)).StatusCode);
        Assert.Equal([TeamsResults.UnknownInvoke], _bot.Results);
    }

    [Fact]
    public async Task A_button_the_bot_did_not_make_is_refused()
    {
        var turn = await _bot.AnswerAsync(_bot.Alice);

        Assert.True((await _bot.ClickAsync(_bot.Alice, turn, "launch")).IsRefusal);
        Assert.True((await _bot.VoteAsync(_bot.Alice, turn, "sideways")).IsRefusal);
    }

    [Fact]
    public async Task A_vote_that_the_store_refuses_is_told_not_to_be_stored()
    {
        var turn = await _bot.AnswerAsync(_bot.Alice);
        _bot.Votes.IsDown = true;

        AssertNotStored(await _bot.VoteAsync(_bot.Alice, turn, TeamsActions.Up));
    }

    [Theory]
    [InlineData(TeamsActions.VoteVerb)]
    [InlineData(TeamsActions.ReasonsVerb)]
    [InlineData(TeamsActions.RefreshVerb)]
    public async Task A_journal_that_is_down_is_told(string verb)
    {
        var turn = await _bot.AnswerAsync(_bot.Alice);
        _bot.Inbox.IsDown = true;

        AssertNotStored(await _bot.ClickAsync(_bot.Alice, turn, verb, new JsonObject { [TeamsActions.Vote] = TeamsActions.Up }));
    }

    [Fact]
    public async Task A_hanging_store_is_told_after_two_seconds_and_not_before()
    {
        var turn = await _bot.AnswerAsync(_bot.Alice);
        _bot.Votes.IsHanging = true;

        var answering = await WaitingAsync(() => _bot.VoteAsync(_bot.Alice, turn, TeamsActions.Up));
        _bot.Time.Advance(Limit - TimeSpan.FromMilliseconds(1));
        await Task.Delay(20);

        Assert.False(answering.IsCompleted);
        _bot.Time.Advance(TimeSpan.FromMilliseconds(1));
        AssertNotStored(await answering.WaitAsync(Patience));
    }

    [Fact]
    public async Task Teams_own_buttons_do_not_look_pressed_when_the_store_is_down()
    {
        await _bot.AnswerAsync(_bot.Alice);
        _bot.Votes.IsDown = true;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _bot.SendAsync(_bot.Alice.Rates("like", null, "1700"))).StatusCode);
    }

    [Fact]
    public async Task Teams_own_buttons_do_not_look_pressed_when_the_store_hangs()
    {
        await _bot.AnswerAsync(_bot.Alice);
        _bot.Votes.IsHanging = true;

        var answering = await WaitingAsync(() => _bot.SendAsync(_bot.Alice.Rates("like", null, "1700")));
        _bot.Time.Advance(Limit);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await answering.WaitAsync(Patience)).StatusCode);
        Assert.Equal([TeamsResults.Unavailable], _bot.Results);
    }

    private void AssertNotStored(TeamsCardReply reply)
    {
        Assert.Equal((200, 500, "application/vnd.microsoft.error"), (reply.Http, reply.Status, reply.Type));
        Assert.Contains("could not be stored", reply.Value, StringComparison.Ordinal);
        Assert.Empty(_bot.Votes.All);
        Assert.Equal([TeamsResults.Unavailable], _bot.Results);
    }

    /// <summary>Returns once the bot waits for its store on the test's clock.</summary>
    private async Task<Task<T>> WaitingAsync<T>(Func<Task<T>> send)
    {
        var before = _bot.Time.Timers;
        var answering = send();
        using var limit = new CancellationTokenSource(Patience);
        while (_bot.Time.Timers == before)
        {
            await Task.Delay(5, limit.Token);
        }

        return answering;
    }
}
