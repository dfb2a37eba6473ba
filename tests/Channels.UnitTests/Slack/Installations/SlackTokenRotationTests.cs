using ChatOpsBot.Channels.Slack.Installations;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Slack;

namespace ChatOpsBot.Channels.UnitTests.Slack.Installations;

public sealed class SlackTokenRotationTests : IAsyncLifetime
{
    private const string Team = "T0ACME";

    private static readonly TimeSpan InTheLastTenth = TimeSpan.FromHours(12) - TimeSpan.FromMinutes(72);

    private SlackInstallStage _stage = null!;

    public async Task InitializeAsync()
    {
        _stage = await SlackInstallStage.StartAsync();
        await _stage.InstallAsync(Team);
    }

    public Task DisposeAsync() => _stage.DisposeAsync().AsTask();

    [Fact]
    public async Task A_token_is_replaced_in_the_last_tenth_of_its_life_and_not_before()
    {
        _stage.Bot.Time.Advance(InTheLastTenth - TimeSpan.FromSeconds(1));
        await _stage.PostAsync(Team);
        Assert.Equal(1, _stage.Slack.Apps.GrantsOf(Team));

        _stage.Bot.Time.Advance(TimeSpan.FromSeconds(1));
        await _stage.PostAsync(Team);
        await _stage.PostAsync(Team);

        Assert.Equal(2, _stage.Slack.Apps.GrantsOf(Team));
        Assert.All(_stage.Slack.Calls.Where(call => call.Method == "chat.postMessage"), call => Assert.Null(call.Error));
    }

    [Fact]
    public async Task Many_calls_at_once_ask_once()
    {
        _stage.Bot.Time.Advance(TimeSpan.FromHours(13));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => _stage.PostAsync(Team))));

        Assert.Equal(2, _stage.Slack.Apps.GrantsOf(Team));
    }

    [Fact]
    public async Task A_token_that_slack_calls_expired_early_is_replaced_and_the_call_done()
    {
        _stage.Slack.Fail("chat.postMessage", SlackFault.Answer("token_expired"));

        await _stage.PostAsync(Team);

        Assert.Equal(2, _stage.Slack.Apps.GrantsOf(Team));
        Assert.Equal(["token_expired", null], _stage.Slack.Calls.Where(call => call.Method == "chat.postMessage").Select(call => call.Error));
    }

    [Fact]
    public async Task A_token_that_slack_takes_no_more_is_not_tried_twice()
    {
        _stage.Slack.Fail("chat.postMessage", SlackFault.Answer("token_revoked"));

        var fault = await Assert.ThrowsAsync<SlackApiException>(() => _stage.PostAsync(Team));

        Assert.Equal("token_revoked", fault.Error);
        Assert.Single(_stage.Slack.Calls, call => call.Method == "chat.postMessage");
    }

    [Fact]
    public async Task A_refresh_that_ended_before_it_was_stored_is_tried_again_with_the_old_refresh_token()
    {
        _stage.Bot.Time.Advance(TimeSpan.FromHours(13));
        _stage.Slack.Apps.TakesRefreshTokensAgain = true;
        _stage.Slack.Apps.LosesGrants = true;
        await Assert.ThrowsAsync<SlackApiException>(() => _stage.PostAsync(Team));
        _stage.Slack.Apps.LosesGrants = false;

        await _stage.PostAsync(Team);

        Assert.Equal(3, _stage.Slack.Apps.GrantsOf(Team));
        Assert.Null(_stage.Bot.Get<SlackHealth>().Degradation);
    }

    [Fact]
    public async Task When_slack_takes_the_refresh_token_no_more_the_old_token_is_used_up_and_operators_are_told()
    {
        _stage.Bot.Time.Advance(InTheLastTenth);
        _stage.Slack.Apps.LosesGrants = true;
        await _stage.PostAsync(Team);
        _stage.Slack.Apps.LosesGrants = false;

        await _stage.PostAsync(Team);
        Assert.Contains(Team, _stage.Bot.Get<SlackHealth>().Degradation, StringComparison.Ordinal);
        Assert.Contains("must be installed there again", _stage.Bot.Logs, StringComparison.Ordinal);
        var asked = Asked();
        await _stage.PostAsync(Team);
        Assert.Equal(asked, Asked());

        _stage.Bot.Time.Advance(TimeSpan.FromMinutes(73));
        var fault = await Assert.ThrowsAsync<SlackApiException>(() => _stage.PostAsync(Team));
        Assert.Equal((SlackErrors.TokenExpired, DeliveryFailure.Transient), (fault.Error, fault.Failure));

        await _stage.InstallAsync(Team);
        await _stage.PostAsync(Team);
        Assert.Null(_stage.Bot.Get<SlackHealth>().Degradation);
    }

    [Fact]
    public async Task A_token_that_never_expires_is_never_replaced()
    {
        await _stage.InstallAsync(Team, rotates: false);
        _stage.Bot.Time.Advance(TimeSpan.FromDays(400));

        await _stage.PostAsync(Team);

        Assert.Equal(2, _stage.Slack.Apps.GrantsOf(Team));
    }

    private int Asked() => _stage.Slack.Calls.Count(call => call.Method == "oauth.v2.access");
}
