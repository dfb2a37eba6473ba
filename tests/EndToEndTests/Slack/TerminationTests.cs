using System.Globalization;

namespace ChatOpsBot.EndToEndTests.Slack;

/// <summary>Asked to stop while people wait for answers.</summary>
public sealed class TerminationTests
{
    private const int Questions = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Stopped_under_load_it_answers_every_question_once_after_the_restart()
    {
        await using var stage = await SlackStage.StartAsync();
        var channels = Enumerable.Range(0, Questions).Select(i => string.Create(CultureInfo.InvariantCulture, $"C0LOAD{i}")).ToList();
        var accepted = await Task.WhenAll(channels.Select(channel => stage.TryDeliverAsync(stage.Mention(channel).Envelope)));
        Assert.All(accepted, Assert.True);

        await stage.SettleAsync();
        var waiting = channels.Count(channel => stage.Said(channel).Count == 0);
        await stage.StartBotAsync();
        foreach (var channel in channels)
        {
            await stage.WaitForAnswerAsync(channel, limit: Patience);
        }

        await stage.SettleAsync();
        Assert.NotEqual(0, waiting);
        Assert.All(channels, channel => stage.AssertOneAnswer(channel));
    }
}
