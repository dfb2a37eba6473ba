using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ChatOpsBot.TestKit.Faults.Replicas;
using ChatOpsBot.TestKit.Models;

namespace ChatOpsBot.Benchmarks;

/// <summary><c>reactions</c>: how soon a person sees that the bot is at work, under load, while a model takes its time.</summary>
internal static class ReactionsCommand
{
    private const string Quote = "Employees may carry up to five unused days of annual leave into the next leave year, and carried-over days must be used by 31 March.";

    // At the full rate a cold process has more to compile than two processors have time for.
    private const int WarmUpShare = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    public static Command Create()
    {
        var rate = new Option<double>("--rate") { Description = "Questions a second.", DefaultValueFactory = _ => 20 };
        var seconds = new Option<int>("--seconds") { Description = "For how long.", DefaultValueFactory = _ => 60 };
        var model = new Option<double>("--model-seconds") { Description = "How long the model writes.", DefaultValueFactory = _ => 5 };
        var replicas = new Option<int>("--replicas") { Description = "How many processes serve.", DefaultValueFactory = _ => 2 };
        var warmUp = new Option<int>("--warm-up-seconds") { Description = "For how long a quarter of the rate is asked before, which is not counted; 0 measures processes that just started.", DefaultValueFactory = _ => 120 };
        var command = new Command("reactions", "Exits with 0 when 99 of 100 people see a reaction within a second and every question is answered once.") { rate, seconds, model, replicas, warmUp };
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetValue(rate), parsed.GetValue(seconds), TimeSpan.FromSeconds(parsed.GetValue(model)), parsed.GetValue(replicas), parsed.GetValue(warmUp)));
        return command;
    }

    private static async Task<int> RunAsync(double rate, int seconds, TimeSpan length, int replicas, int warmUpSeconds)
    {
        await using var model = await SlowModel.StartAsync(Answer(), length);
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Answering__Cache__Enabled"] = "false" };
        model.Configure(settings);
        await using var stage = await FaultStage.StartAsync(Reports.Spread(rate) with { Replicas = replicas, Settings = settings, LeaseDuration = TimeSpan.FromSeconds(30) });
        if (warmUpSeconds > 0)
        {
            await stage.AskAsync((int)(rate * warmUpSeconds / WarmUpShare), rate / WarmUpShare);
            await stage.SettleAsync(Patience);
            await stage.BeginDrillAsync();
        }

        var earlierCalls = model.Calls;
        await using var slack = new ReactionWatch(stage.Slack.Signs);
        await using var teams = new ReactionWatch(stage.Teams.Signs);
        await stage.AskAsync((int)(rate * seconds), rate);
        var verdict = await stage.SettleAsync(Patience);
        var reactions = (Slack: await slack.EndAsync(stage.Ledger.Questions), Teams: await teams.EndAsync(stage.Ledger.Questions));
        Reports.Print($"first reaction in Slack, {reactions.Slack.Count} questions", "ms", Milliseconds(reactions.Slack));
        Reports.Print($"first reaction in Teams, {reactions.Teams.Count} questions", "ms", Milliseconds(reactions.Teams));
        Reports.Print("question to whole answer", "s", Reports.Percentiles(stage.Watch.Waits(stage.Ledger.Questions)));
        Reports.Print("model", "calls", [("all", (model.Calls - earlierCalls).ToString(CultureInfo.InvariantCulture))]);
        Reports.Print(verdict);
        TimeSpan[] all = [.. reactions.Slack, .. reactions.Teams];
        return verdict.IsComplete && all.Length > 0 && all.Order().ElementAt(all.Length * 99 / 100) <= TimeSpan.FromSeconds(1) ? 0 : 1;
    }

    private static IEnumerable<(string, string)> Milliseconds(IReadOnlyList<TimeSpan> sorted)
        => from percent in (int[])[50, 90, 99, 100]
           where sorted.Count > 0
           select ($"p{percent}", sorted[Math.Min(sorted.Count - 1, sorted.Count * percent / 100)].TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture));

    private static string Answer() => JsonSerializer.Serialize(new
    {
        statements = new[]
        {
            new
            {
                text = "Up to five unused days of annual leave may be carried into the next leave year.",
                quotes = Enumerable.Range(1, 6).Select(passage => new { passage, quote = Quote }).ToArray(),
            },
        },
    });
}
