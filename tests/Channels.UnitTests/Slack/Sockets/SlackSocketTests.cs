using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack.Installations;
using ChatOpsBot.TestKit.Slack;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.Channels.UnitTests.Slack.Sockets;

public sealed class SlackSocketTests
{
    private static readonly TimeSpan ClockStep = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task What_comes_over_a_connection_is_acknowledged_once_it_is_stored()
    {
        await using var bot = await StartAsync(1);

        var id = bot.Slack.Sockets.Deliver("events_api", Mention(bot, 1));
        await AcknowledgedAsync(bot, 1);

        Assert.Equal(id, (string?)bot.Slack.Sockets.Acknowledged[id]["envelope_id"]);
        Assert.Equal("question 1", Assert.Single(bot.Inbox.Accepted).Text);
    }

    [Fact]
    public async Task What_cannot_be_stored_is_not_acknowledged_and_comes_again()
    {
        await using var bot = await StartAsync(1);
        bot.Inbox.IsDown = true;

        bot.Slack.Sockets.Deliver("events_api", Mention(bot, 1));
        await Eventually.HoldsAsync(() => Task.FromResult(bot.Results.Contains("unavailable")));
        Assert.Equal(1, bot.Slack.Sockets.Unacknowledged);
        bot.Inbox.IsDown = false;
        bot.Slack.Sockets.Reset();
        await HoldsAsync(bot, () => bot.Slack.Sockets.Opened >= 2);
        await AcknowledgedAsync(bot, 1);

        Assert.Single(bot.Inbox.Accepted);
    }

    [Fact]
    public async Task A_command_is_answered_in_its_acknowledgement()
    {
        await using var bot = await StartAsync(1);

        var id = bot.Slack.Sockets.Deliver("slash_commands", new JsonObject
        {
            ["command"] = "/ask",
            ["text"] = "help",
            ["team_id"] = FakeSlackWorkspace.TeamId,
            ["channel_id"] = "C0OPS",
            ["user_id"] = "U0ALICE",
        });
        await AcknowledgedAsync(bot, 1);

        Assert.Contains("/ask", (string?)bot.Slack.Sockets.Acknowledged[id]["payload"]!["text"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("warning")]
    [InlineData("refresh_requested")]
    public async Task Before_a_connection_ends_another_one_is_opened(string reason)
    {
        await using var bot = await StartAsync(1);

        await bot.Slack.Sockets.DisconnectAsync(reason);
        await Eventually.HoldsAsync(() => Task.FromResult(bot.Slack.Sockets is { Opened: >= 2, Count: 1 }));

        Assert.InRange(bot.Slack.Sockets.Most, 2, 3);
        Assert.Null(bot.Get<SlackHealth>().Degradation);
    }

    [Fact]
    public async Task A_connection_that_ends_as_soon_as_it_is_opened_is_opened_again_after_a_pause_only()
    {
        await using var bot = await StartAsync(1);

        await bot.Slack.Sockets.DisconnectAsync("too_many_websockets");
        await Eventually.HoldsAsync(() => Task.FromResult(bot.Slack.Sockets is { Opened: 2, Count: 1 }));
        await bot.Slack.Sockets.DisconnectAsync("too_many_websockets");
        await Eventually.HoldsAsync(() => Task.FromResult(bot.Logs.Split("ends (refresh)").Length == 3));
        foreach (var _ in Enumerable.Range(0, 50))
        {
            // The bot has had time for another one.
            (await bot.Alice.MentionAsync("C0OPS", "hello")).Response.Dispose();
        }

        Assert.Equal(2, bot.Slack.Sockets.Opened);
        await HoldsAsync(bot, () => bot.Slack.Sockets is { Opened: 3, Count: 1 });
    }

    [Fact]
    public async Task As_many_connections_are_held_as_are_wanted()
    {
        await using var bot = await StartAsync(3);

        Assert.Equal(3, bot.Slack.Sockets.Count);
    }

    [Fact]
    public async Task While_no_connection_can_be_opened_the_channel_is_degraded_and_tried_again()
    {
        await using var bot = await SlackBot.StartAsync(("Transport", "Socket"), ("AppToken", "xapp-1-A000000001-wrong-token"), ("SigningSecret", null), ("SocketConnections", "1"));
        await Eventually.HoldsAsync(() => Task.FromResult(bot.Logs.Contains("could not be opened: invalid_auth", StringComparison.Ordinal)));

        Assert.Contains("Socket Mode", bot.Get<SlackHealth>().Degradation, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-token", bot.Logs, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_a_channel_that_is_reached_by_connections_can_be_reached_from_outside()
    {
        await using var bot = await StartAsync(1);

        var said = await bot.Alice.MentionAsync("C0OPS", "hello");

        Assert.Equal(System.Net.HttpStatusCode.NotFound, said.Response.StatusCode);
    }

    [Fact]
    public async Task Under_load_nothing_is_lost_and_nothing_doubled_whatever_happens_to_connections()
    {
        const int Count = 600;
        await using var bot = await StartAsync(2);

        for (var number = 1; number <= Count; number++)
        {
            bot.Slack.Sockets.Deliver("events_api", Mention(bot, number));
            await ((number % 60) switch
            {
                20 => bot.Slack.Sockets.DisconnectAsync("warning"),
                40 => bot.Slack.Sockets.DisconnectAsync("refresh_requested"),
                0 => ResetAsync(bot),
                _ => Task.CompletedTask,
            });
        }

        await HoldsAsync(bot, () => bot.Slack.Sockets.Unacknowledged == 0);

        Assert.Equal(Enumerable.Range(1, Count).Select(number => $"question {number}").Order(StringComparer.Ordinal), bot.Inbox.Accepted.Select(message => message.Text).Order(StringComparer.Ordinal));
        Assert.Equal(Count, bot.Slack.Sockets.Acknowledged.Count);
        Assert.InRange(bot.Slack.Sockets.Opened, 3, int.MaxValue);
        Assert.InRange(bot.Slack.Sockets.Most, 2, 10);
    }

    private static Task ResetAsync(SlackBot bot)
    {
        bot.Slack.Sockets.Reset();
        return Task.CompletedTask;
    }

    private static async Task<SlackBot> StartAsync(int connections)
    {
        var bot = await SlackBot.StartAsync(("Transport", "Socket"), ("AppToken", FakeSlackSockets.AppToken), ("SigningSecret", null), ("SocketConnections", $"{connections}"));
        await Eventually.HoldsAsync(() => Task.FromResult(bot.Slack.Sockets.Count == connections));
        return bot;
    }

    private static Task AcknowledgedAsync(SlackBot bot, int count) => Eventually.HoldsAsync(() => Task.FromResult(bot.Slack.Sockets.Acknowledged.Count == count));

    // Pauses between attempts are the clock's. It goes no faster than the machine's, or what is under way would time out.
    private static Task HoldsAsync(SlackBot bot, Func<bool> condition) => Eventually.HoldsAsync(async () =>
    {
        if (condition())
        {
            return true;
        }

        await Task.Delay(ClockStep);
        bot.Time.Advance(ClockStep);
        return condition();
    });

    private static JsonObject Mention(SlackBot bot, int number)
    {
        var text = $"<@{FakeSlackWorkspace.BotUserId}> question {number}";
        return bot.Alice.Envelope(bot.Alice.Event("app_mention", "C0OPS", bot.Slack.Workspace.NextTs(), text));
    }
}
