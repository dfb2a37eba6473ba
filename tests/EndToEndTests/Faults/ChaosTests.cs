using ChatOpsBot.TestKit.Faults.Replicas;

namespace ChatOpsBot.EndToEndTests.Faults;

/// <summary>The worst day in half a minute: database, cache and processes go one after the other while people ask.</summary>
public sealed class ChaosTests
{
    private const int Seed = 20_260_201;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Crashes_of_everything_lose_nothing_and_double_nothing()
    {
        await using var stage = await FaultStage.StartAsync(new FaultStageOptions { Seed = Seed });
        var asking = stage.AskAsync(questions: 75, rate: 5);
        var mended = await Nemesis.RunAsync(
            stage,
            [
                Step(1, "postgres crash", 2),
                Step(5, "redis crash", 2),
                Step(2, "replica 0 killed", 1),
                Step(6, "replica 1 paused", 7),
            ]);

        await asking;
        var verdict = await stage.SettleAsync(Patience);
        Assert.True(verdict.IsComplete, $"{verdict}\n{string.Join('\n', mended)}\n{stage.Output()}");
        Assert.Empty(stage.Falls);
    }

    private static NemesisStep Step(int at, string name, int lasts)
        => new(TimeSpan.FromSeconds(at), StageFaults.Of(replicas: 3).Single(fault => fault.Name == name), TimeSpan.FromSeconds(lasts));
}
