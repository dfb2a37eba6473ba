using System.Net;
using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Inbound;
using ChatOpsBot.Channels.Slack.Installations;
using ChatOpsBot.RagCore.Turns;
using ChatOpsBot.TestKit.Slack;

namespace ChatOpsBot.Channels.UnitTests.Slack.Outbound;

public sealed class SlackIdentityTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task The_bot_starts_and_takes_messages_while_slack_is_down_and_learns_who_it_is_afterwards()
    {
        await using var bot = await SlackBot.StartAsync(("ApiBaseUrl", "http://127.0.0.1:1/api/"), ("TeamId", null));

        var said = await bot.Alice.MentionAsync("C0OPS", "hello there");

        Assert.Equal(HttpStatusCode.OK, said.Response.StatusCode);
        Assert.Equal("hello there", Assert.Single(bot.Inbox.Accepted).Text);
        Assert.Equal(FakeSlackWorkspace.BotUserId, bot.Get<SlackIdentity>().BotUserId);
    }

    [Fact]
    public async Task The_workspace_is_asked_from_slack_when_it_is_not_configured()
    {
        await using var bot = await SlackBot.StartAsync(("TeamId", null));
        using var limit = new CancellationTokenSource(Patience);
        while (bot.Get<SlackIdentity>().TeamId is null)
        {
            await Task.Delay(5, limit.Token);
        }

        Assert.Equal(FakeSlackWorkspace.TeamId, bot.Get<SlackIdentity>().TeamId);
        Assert.True(bot.Get<SlackIdentity>().IsOwn(null, FakeSlackWorkspace.BotId));
    }

    [Fact]
    public async Task A_message_waits_until_the_bot_knows_its_workspace_and_a_strange_one_is_refused()
    {
        await using var bot = await SlackBot.StartAsync(("ApiBaseUrl", "http://127.0.0.1:1/api/"), ("TeamId", null));
        await bot.Alice.MentionAsync("C0OPS", "hello there");
        var (gate, message) = (new SlackWorkspaceGate(bot.Get<SlackWorkspaces>()), bot.Inbox.Accepted[0]);

        var waits = await Assert.ThrowsAsync<TurnDeferredException>(async () => await gate.CheckAsync(message, default));
        bot.Get<SlackIdentity>().Learn("T0OTHER", null, null);
        var refused = await gate.CheckAsync(message, default);
        bot.Get<SlackIdentity>().Learn(FakeSlackWorkspace.TeamId, null, null);
        var ours = await gate.CheckAsync(message, default);
        bot.Get<SlackIdentity>().Learn(null, null, null);

        Assert.Equal(TimeSpan.FromSeconds(1), waits.Delay);
        Assert.Equal("wrong_tenant", refused?.Reason);
        Assert.Null(ours);
        Assert.Null(await gate.CheckAsync(message, default));
    }

    [Fact]
    public async Task A_click_before_the_bot_knows_its_workspace_is_not_taken()
    {
        await using var bot = await SlackBot.StartAsync(("ApiBaseUrl", "http://127.0.0.1:1/api/"), ("TeamId", null));

        await bot.Alice.ClickAsync("C0OPS", "1.1", "share", "turn-a");

        Assert.Equal(SlackResults.Unavailable, Assert.Single(bot.Results));
    }

    [Fact]
    public async Task A_missing_secret_stops_the_start()
        => await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => SlackBot.StartAsync(("SigningSecret", " ")));

    [Fact]
    public async Task Switched_off_there_are_no_routes_and_no_calls()
    {
        await using var bot = await SlackBot.StartAsync(("Enabled", "false"), ("SigningSecret", null), ("BotToken", null));

        var said = await bot.Alice.MentionAsync("C0OPS", "hello there");

        Assert.Equal(HttpStatusCode.NotFound, said.Response.StatusCode);
        Assert.Empty(bot.Slack.Calls);
    }
}
