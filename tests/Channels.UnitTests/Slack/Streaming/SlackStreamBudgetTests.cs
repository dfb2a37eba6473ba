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
        var (_, other) = world.NewReplica();
        var turns = new List<Task<ReplyTarget>>();

        for (var n = 0; n < 30; n++)
        {
            turns.Add(AnswerAsync(world, n % 2 == 0 ? world.Replies : other, $"turn-{n}"));
            world.Time.Advance(TimeSpan.FromSeconds(10.0 / 30));
        }

        await world.DriveAsync(Task.WhenAll(turns));

        var starts = world.Slack.Calls.Where(call => call.Method == "chat.startStream").ToList();
        Assert.InRange(starts.Count, 1, 20);
        Assert.DoesNotContain(world.Slack.Calls, call => call.Error == "ratelimited");
        foreach (var target in await Task.WhenAll(turns))
        {
            var seen = Assert.Single(world.Visible(target));
            Assert.All(Model.Citations, citation => Assert.Contains(citation.Title, seen, StringComparison.Ordinal));
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

    private static async Task<ReplyTarget> AnswerAsync(SlackWorld world, SlackReplyChannel replies, string turnId)
    {
        var target = await world.AskAsync(turnId);
        var receipt = await WhenItMayAsync(world, () => replies.PostPlaceholderAsync(target, default));
        for (var count = 1; count <= Model.Statements.Count; count++)
        {
            var partial = new PartialAnswer([.. Model.Statements.Take(count)], Model.Citations);
            await replies.ShowProgressAsync(target, receipt, new TurnProgress("writing", null) { Partial = partial }, default);
        }

        return await WhenItMayAsync(world, async () =>
        {
            await replies.UpdateAsync(target, receipt!, new OutboundReply(Model, default), default);
            return target;
        });
    }

    // As turns are tried again.
    private static async Task<T> WhenItMayAsync<T>(SlackWorld world, Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (DeliveryException fault) when (fault is { Failure: DeliveryFailure.Transient, RetryAfter: { } wait })
            {
                await Task.Delay(wait, world.Time);
            }
        }
    }
}
