using System.CommandLine;
using System.Globalization;
using ChatOpsBot.TestKit.Faults.Replicas;

namespace ChatOpsBot.Benchmarks;

/// <summary><c>chaos</c>: lets a schedule of faults, made from a seed, happen to replicas under load, mends everything and judges.</summary>
internal static class ChaosCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Command Create()
    {
        var minutes = new Option<double>("--minutes") { Description = "How long faults happen.", DefaultValueFactory = _ => 3 };
        var seed = new Option<int>("--seed") { Description = "Makes the schedule; the same seed makes the same again.", DefaultValueFactory = _ => 1 };
        var replicas = new Option<int>("--replicas") { Description = "How many processes.", DefaultValueFactory = _ => 3 };
        var rate = new Option<double>("--rate") { Description = "Questions a second.", DefaultValueFactory = _ => 5 };
        var log = new Option<FileInfo?>("--log") { Description = "Where to write what the replicas wrote, when a promise was not kept." };
        var command = new Command("chaos", "Exits with 0 when nothing was lost, doubled, silent or stuck.") { minutes, seed, replicas, rate, log };
        command.SetAction((parsed, _) => RunAsync(
            TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(seed), parsed.GetValue(replicas), parsed.GetValue(rate), parsed.GetValue(log)));
        return command;
    }

    private static async Task<int> RunAsync(TimeSpan duration, int seed, int replicas, double rate, FileInfo? log)
    {
        var options = Reports.Spread(rate) with { Replicas = replicas, Seed = seed };
        var schedule = NemesisSchedule.Create(seed, duration, replicas, options.LeaseDuration);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, {replicas} replicas, {rate} questions a second for {duration.TotalMinutes} min"));
        Console.WriteLine(string.Join('\n', schedule));

        await using var stage = await FaultStage.StartAsync(options);
        var asking = stage.AskAsync((int)(rate * duration.TotalSeconds), rate);
        var mended = await Nemesis.RunAsync(stage, schedule);
        await asking;
        var mendedAt = DateTimeOffset.UtcNow;
        var verdict = await stage.SettleAsync(Patience);

        Reports.Print("fault", "s to the next answer", mended.Select(fault => (fault.Step.ToString().Trim(), Reports.Seconds(stage.Watch.NextAfter(fault.MendedAt)))));
        Reports.Print(verdict);
        Console.WriteLine($"settled {Reports.Seconds(DateTimeOffset.UtcNow - mendedAt)} s after everything was mended");
        Console.WriteLine($"processes that ended by themselves: {stage.Falls.Count}");
        var isKept = verdict.IsComplete && stage.Falls.Count == 0;
        if (!isKept && log is not null)
        {
            await File.WriteAllTextAsync(log.FullName, $"{verdict}\n{string.Join('\n', stage.Falls)}\n{stage.Output()}");
        }

        return isKept ? 0 : 1;
    }
}
