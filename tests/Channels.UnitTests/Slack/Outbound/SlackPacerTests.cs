using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.RagCore.Usage;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.Channels.UnitTests.Slack.Outbound;

public sealed class SlackPacerTests
{
    private readonly FixedTimeProvider _time = new();
    private readonly SlackPacer _pacer;

    public SlackPacerTests() => _pacer = new SlackPacer(new InProcessPaceKeeper(_time), _time);

    [Theory]
    [InlineData("auth.test", 600)]
    [InlineData("chat.update", 50)]
    [InlineData("chat.delete", 50)]
    [InlineData("conversations.replies", 50)]
    [InlineData("conversations.history", 50)]
    [InlineData("conversations.info", 50)]
    [InlineData("conversations.open", 50)]
    [InlineData("views.open", 100)]
    [InlineData("chat.postMessage", 300)]
    [InlineData("chat.startStream", 20)]
    [InlineData("chat.appendStream", 100)]
    [InlineData("chat.stopStream", 20)]
    [InlineData("assistant.threads.setStatus", 60)]
    [InlineData("assistant.threads.setSuggestedPrompts", 50)]
    [InlineData("assistant.threads.setTitle", 50)]
    [InlineData("response_url", 300)]
    public void Every_method_has_the_tier_slack_gives_it(string name, int perMinute)
        => Assert.Equal(perMinute, SlackMethod.All.Single(method => method.Name == name).PerMinute);

    [Fact]
    public async Task No_minute_holds_more_calls_than_the_tier_and_all_of_it_can_be_used()
    {
        foreach (var method in SlackMethod.All)
        {
            var went = new List<DateTimeOffset>();
            for (var i = 0; i < method.PerMinute * 2; i++)
            {
                var wait = _pacer.WaitAsync(method, "T1", null, default);
                while (!wait.IsCompleted)
                {
                    _time.Advance(TimeSpan.FromMilliseconds(50));
                }

                await wait;
                went.Add(_time.GetUtcNow());
            }

            Assert.All(went, start => Assert.InRange(went.Count(at => at >= start && at < start + TimeSpan.FromMinutes(1)), 1, method.PerMinute));
            Assert.True(went[^1] - went[0] < TimeSpan.FromMinutes(3), method.Name);
        }
    }

    [Fact]
    public async Task A_blocked_method_stops_alone()
    {
        await _pacer.BlockAsync(SlackMethod.Update, "T1", TimeSpan.FromSeconds(7), default);

        var blocked = _pacer.WaitAsync(SlackMethod.Update, "T1", null, default);
        var otherTeam = _pacer.WaitAsync(SlackMethod.Update, "T2", null, default);
        var otherMethod = _pacer.WaitAsync(SlackMethod.Delete, "T1", null, default);
        _time.Advance(TimeSpan.FromSeconds(6.9));
        var early = blocked.IsCompleted;
        _time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.True(otherTeam.IsCompleted && otherMethod.IsCompleted);
        Assert.False(early);
        Assert.True(blocked.IsCompleted);
    }

    [Fact]
    public async Task Messages_into_one_channel_go_a_second_apart_in_order_and_other_channels_do_not_wait()
    {
        var went = new List<(int Number, TimeSpan After)>();
        var start = _time.GetUtcNow();
        var posts = Enumerable.Range(0, 10).Select(PostAsync).ToList();
        var other = _pacer.WaitAsync(SlackMethod.PostMessage, "T1", "C2", default);
        var isOtherDone = other.IsCompleted;

        for (var i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await Task.WhenAll(posts);
        Assert.True(isOtherDone);
        Assert.Equal(Enumerable.Range(0, 10).Select(n => (n, TimeSpan.FromSeconds(n))), went);

        async Task PostAsync(int number)
        {
            await _pacer.WaitAsync(SlackMethod.PostMessage, "T1", "C1", default);
            went.Add((number, _time.GetUtcNow() - start));
        }
    }

    [Fact]
    public async Task A_turn_that_is_far_away_is_not_waited_for()
    {
        await _pacer.BlockAsync(SlackMethod.PostMessage, "T1", TimeSpan.FromMinutes(5), default);

        var fault = await Assert.ThrowsAsync<SlackApiException>(() => _pacer.WaitAsync(SlackMethod.PostMessage, "T1", "C1", default));

        Assert.Equal(TimeSpan.FromMinutes(5), fault.RetryAfter);
    }
}
