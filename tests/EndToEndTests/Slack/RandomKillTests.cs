using System.Globalization;

namespace ChatOpsBot.EndToEndTests.Slack;

/// <summary>Killed at moments nobody chose, one after the other on the same folder.</summary>
public sealed class RandomKillTests
{
    private const int Kills = 20;
    private const int Seed = 20_260_101;
    private const int LatestMilliseconds = 300;

    [Fact]
    public async Task Killed_at_random_moments_it_answers_every_question_once()
    {
        var random = new Random(Seed);
        await using var stage = await SlackStage.OpenAsync();

        // Each start tries every unfinished question, and each kill may end such a try: none of them is the question's fault.
        stage.MaxAttempts = Kills + 1;
        await stage.StartBotAsync();
        var channels = Enumerable.Range(0, Kills).Select(i => string.Create(CultureInfo.InvariantCulture, $"C0RANDOM{i}")).ToList();

        foreach (var channel in channels)
        {
            var (_, envelope) = stage.Mention(channel);
            var delivery = stage.TryDeliverAsync(envelope);
            await Task.Delay(random.Next(LatestMilliseconds));
            await stage.KillAsync();
            await delivery;

            await stage.StartBotAsync();
            Assert.True(await stage.TryDeliverAsync(envelope, retry: 1));
        }

        foreach (var channel in channels)
        {
            await stage.WaitForAnswerAsync(channel);
        }

        await stage.SettleAsync();
        Assert.All(channels, channel => stage.AssertOneAnswer(channel));
    }
}
