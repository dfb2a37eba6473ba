using ChatOpsBot.TestKit.Faults.Replicas;

namespace ChatOpsBot.EndToEndTests.Faults;

/// <summary>The stage of the fault drills holds without any server: one process that is killed and started again.</summary>
public sealed class ReplicaHarnessTests
{
    [Fact]
    public async Task One_process_that_is_killed_twice_answers_everything_once()
    {
        await using var stage = await FaultStage.StartAsync(new FaultStageOptions { Replicas = 1, IsServerMode = false });
        var asking = stage.AskAsync(questions: 30, rate: 10);
        for (var kills = 0; kills < 2; kills++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            await stage.Replicas[0].KillAsync();
            await stage.Replicas[0].StartAsync();
        }

        await asking;
        var verdict = await stage.SettleAsync(TimeSpan.FromSeconds(60));
        Assert.True(verdict.IsComplete, $"{verdict}\n{stage.Output()}");
    }
}
