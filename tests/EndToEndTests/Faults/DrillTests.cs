using ChatOpsBot.TestKit.Faults.Replicas;

namespace ChatOpsBot.EndToEndTests.Faults;

/// <summary>
/// The fault matrix, cell by cell: something goes wrong while people ask, some of them delivered twice; it is mended; within a minute
/// every question has one answer.
/// </summary>
public sealed class DrillTests(FaultFixture fixture) : IClassFixture<FaultFixture>
{
    private const int Questions = 20;
    private const int QuestionsASecond = 12;

    private static readonly TimeSpan Lead = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private FaultStage Stage => fixture.Stage;

    [Theory]
    [InlineData("postgres crash")]
    [InlineData("postgres stop")]
    [InlineData("postgres slow")]
    [InlineData("postgres flapping")]
    [InlineData("postgres half-open")]
    [InlineData("postgres garbage")]
    [InlineData("redis crash")]
    [InlineData("redis pause")]
    [InlineData("redis slow")]
    [InlineData("redis flapping")]
    [InlineData("redis garbage")]
    [InlineData("platforms refused")]
    [InlineData("platforms slow")]
    [InlineData("platforms flapping")]
    [InlineData("platforms reset")]
    [InlineData("platforms garbage")]
    [InlineData("replica 0 killed")]
    [InlineData("replica 0 paused")]
    [InlineData("replica 0 terminated")]
    public async Task What_goes_wrong_while_people_ask_loses_nothing_and_doubles_nothing(string name)
    {
        var fault = FaultOf(name);
        await Stage.BeginDrillAsync();
        var falls = Stage.Falls.Count;
        var asking = Stage.AskAsync(Questions, QuestionsASecond);
        await Task.Delay(Lead);
        await fault.RunAsync(Stage, fault.OutlivesLease ? Stage.LeaseDuration + Lasts : Lasts);

        await asking;
        await AssertKeptAsync(falls);
    }

    [Theory]
    [InlineData("postgres refused")]
    [InlineData("redis refused")]
    [InlineData("platforms refused")]
    public async Task What_is_down_when_the_product_starts_loses_nothing_and_doubles_nothing(string name)
    {
        var fault = FaultOf(name);
        await Stage.BeginDrillAsync();
        var falls = Stage.Falls.Count;
        await Task.WhenAll(Stage.Replicas.Select(replica => replica.KillAsync()));
        await fault.BeginAsync(Stage);
        foreach (var replica in Stage.Replicas)
        {
            replica.Launch();
        }

        await Stage.AskAsync(Questions, QuestionsASecond / 2);
        await fault.EndAsync(Stage);
        await AssertKeptAsync(falls);
    }

    private static StageFault FaultOf(string name) => StageFaults.Of(FaultFixture.Replicas).Single(fault => fault.Name == name);

    private async Task AssertKeptAsync(int falls)
    {
        await Task.WhenAll(Stage.Replicas.Select(replica => replica.WaitUntilReadyAsync()));
        var verdict = await Stage.SettleAsync(Patience);
        Assert.True(verdict.IsComplete, $"{verdict}\n{Stage.Output()}");
        Assert.Equal(0, verdict.Apologised);
        Assert.Empty(Stage.Falls.Skip(falls));
    }
}
