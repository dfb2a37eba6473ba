using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.UnitTests.Slack.Outbound;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Slack;

namespace ChatOpsBot.Channels.UnitTests.Slack.Streaming;

/// <summary>S-54: what Slack grants a workspace, shared by all processes of the bot.</summary>
public sealed class SlackStreamBudgetTests
{
    private static readonly AnswerReply Model = ReplySamples.Answer with { Mode = AnswerMode.Model };

    [Fact]
    public async Task Thirty_questions_in_ten_seconds_are_all_answered_within_the_grant()
    {
        await using var world = await SlackWorld.StartAsync(streams: true, stands: true);
        var replicas = new[] { world.Replies, world.NewReplica().Replies };
        var turns = new List<(SlackReplyChannel Replies, ReplyTarget Target, DeliveryReceipt Receipt)>();

        for (var n = 0; n < 30; n++)
        {
            var (replies, target) = (replicas[n % 2], Ask(world, n));
            turns.Add((replies, target, (await replies.PostPlaceholderAsync(target, default))!));
            await replies.ShowProgressAsync(target, turns[n].Receipt, Partial(1), default);
            world.Time.Advance(TimeSpan.FromSeconds(10) / 30);
        }

        foreach (var (replies, target, receipt) in turns)
        {
            await replies.ShowProgressAsync(target, receipt, Partial(2), default);
            await world.DriveAsync(replies.UpdateAsync(target, receipt, new OutboundReply(Model, default), default));
        }

        Assert.InRange(world.Slack.Calls.Count(call => call.Method == "chat.startStream"), 4, 20);
        Assert.All(world.Slack.Calls, call => Assert.Null(call.Error));
        foreach (var (_, target, _) in turns)
        {
            var address = SlackAddress.Read(target.Address);
            var message = Assert.Single(world.Slack.Workspace.BotMessagesIn(address.Channel, address.Thread!));
            Assert.All(Model.Citations, citation => Assert.Contains(citation.Title, message.Seen, StringComparison.Ordinal));
            Assert.All(Model.Statements, statement => Assert.Contains(statement.Text, message.Seen, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Only_so_many_streams_are_open_that_all_can_be_ended()
    {
        await using var world = await SlackWorld.StartAsync(streams: true, stands: true);
        var turns = new List<(ReplyTarget Target, DeliveryReceipt Receipt)>();
        for (var n = 0; n < 12; n++)
        {
            var target = await world.AskAsync($"turn-{n}");
            turns.Add((target, (await world.Replies.PostPlaceholderAsync(target, default))!));
            world.Time.Advance(TimeSpan.FromSeconds(5));
        }

        await world.DriveAsync(Task.WhenAll(turns.Select(turn => world.Replies.UpdateAsync(turn.Target, turn.Receipt, new OutboundReply(Model, default), default))));

        Assert.Equal(8, world.Slack.Calls.Count(call => call.Method == "chat.startStream"));
        Assert.Equal(8, world.Slack.Calls.Count(call => call is { Method: "chat.stopStream", Error: null }));
        Assert.DoesNotContain(world.Slack.Calls, call => call.Error == "ratelimited");
    }

    [Fact]
    public async Task A_stream_takes_one_append_a_second()
    {
        await using var world = await SlackWorld.StartAsync(streams: true, stands: true);
        var target = await world.AskAsync("turn-a");
        var receipt = (await world.Replies.PostPlaceholderAsync(target, default))!;

        for (var n = 0; n < 40; n++)
        {
            await world.Replies.ShowProgressAsync(target, receipt, new TurnProgress("reading", n + 1), default);
            world.Time.Advance(TimeSpan.FromSeconds(0.25));
        }

        Assert.Equal(10, world.Slack.Calls.Count(call => call.Method == "chat.appendStream"));
    }

    private static ReplyTarget Ask(SlackWorld world, int number)
    {
        var (channel, ts) = ($"C0ASK{number}", world.Slack.Workspace.NextTs());
        world.Slack.Workspace.Add(new SlackConversation(channel));
        world.Slack.Workspace.Write(channel, ts, null, "U0ALICE", "<@U0BOT> question");
        return world.Target($"turn-{number}", new SlackAddress { Team = FakeSlackWorkspace.TeamId, Channel = channel, Thread = ts, Since = ts });
    }

    private static TurnProgress Partial(int statements)
        => new("writing", null) { Partial = new PartialAnswer([.. Model.Statements.Take(statements)], Model.Citations) };
}
