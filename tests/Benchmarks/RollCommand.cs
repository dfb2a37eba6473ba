using System.CommandLine;
using System.Globalization;
using ChatOpsBot.TestKit.Faults.Replicas;

namespace ChatOpsBot.Benchmarks;

/// <summary><c>roll</c>: restarts one replica after the other under load, as a new release does.</summary>
internal static class RollCommand
{
    private const int Replicas = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    public static Command Create()
    {
        var rate = new Option<double>("--rate") { Description = "Questions a second.", DefaultValueFactory = _ => 50 };
        var seconds = new Option<int>("--seconds") { Description = "For how long.", DefaultValueFactory = _ => 60 };
        var seed = new Option<int>("--seed") { Description = "Makes duplicates and disorder.", DefaultValueFactory = _ => 1 };
        var command = new Command("roll", "Exits with 0 when a rolling restart under load lost and doubled nothing.") { rate, seconds, seed };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(rate), parsed.GetValue(seconds), parsed.GetValue(seed)));
        return command;
    }

    private static async Task<int> RunAsync(double rate, int seconds, int seed)
    {
        await using var stage = await FaultStage.StartAsync(Reports.Spread(rate) with { Replicas = Replicas, Seed = seed });
        var asking = stage.AskAsync((int)(rate * seconds), rate);
        var pause = TimeSpan.FromSeconds(seconds / (Replicas + 2d));
        var restarts = new List<(string, string)>();
        for (var i = 0; i < Replicas; i++)
        {
            await Task.Delay(pause);
            var began = DateTimeOffset.UtcNow;
            var code = await stage.Replicas[i].TerminateAsync();
            var ended = DateTimeOffset.UtcNow;
            await stage.Replicas[i].StartAsync();
            restarts.Add((
                string.Create(CultureInfo.InvariantCulture, $"replica {i}"),
                $"exit code {code}, stopped in {Reports.Seconds(ended - began)} s, ready in {Reports.Seconds(DateTimeOffset.UtcNow - ended)} s"));
        }

        await asking;
        var verdict = await stage.SettleAsync(Patience);
        Reports.Print("restart", "how", restarts);
        Reports.Print("question to visible answer", "s", Reports.Percentiles(stage.Watch.Waits(stage.Ledger.Questions)));
        Reports.Print(verdict);
        return verdict.IsComplete ? 0 : 1;
    }
}
