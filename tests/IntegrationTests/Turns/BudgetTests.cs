using ChatOpsBot.BotHost.Cli;
using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Usage.Calls;
using ChatOpsBot.RagCore.Usage.Ledger;
using ChatOpsBot.TestKit.Channels;
using ChatOpsBot.TestKit.Storage;
using ChatOpsBot.TestKit.Time;
using ChatOpsBot.TestKit.Turns;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using Xunit.Abstractions;

namespace ChatOpsBot.IntegrationTests.Turns;

/// <summary>A month of questions through the whole turn, with a price table: normal, warned, economical, quoted, and refused by the plan.</summary>
public sealed class BudgetTests(ITestOutputHelper output)
{
    private static readonly CancellationToken None = CancellationToken.None;

    // Price for a million tokens read and written.
    private static readonly Dictionary<string, (decimal Input, decimal Output)> Prices = new() { ["large"] = (3m, 15m), ["small"] = (0.25m, 1.25m) };

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["Inbox:Workers"] = "1",
        ["Usage:Budgets:0:Limit"] = "0.20",
        ["Usage:ReservationPerQuestion"] = "0.013",
        ["Usage:Plans:0:Name"] = "free",
        ["Usage:Plans:0:QuestionsPerDay"] = "40",
    };

    [Fact]
    public async Task Questions_are_downgraded_as_the_budget_is_used_and_totals_are_the_sum_of_the_turns()
    {
        var platform = new LedgerPlatform();
        var answerer = new CountingAnswerer { Charges = ChargesOf };
        var asked = new List<Question>();
        answerer.Before = question =>
        {
            asked.Add(question);
            return Task.CompletedTask;
        };
        var tries = new HashSet<string>();
        answerer.Failure = question => question.Text.EndsWith('5') && tries.Add(question.Text) ? new InvalidOperationException("The first attempt fails.") : null;
        var host = TurnHost.Start(new PowerLossFileSystem(), platform, answerer, settings: Settings);
        await host.RunAsync();

        for (var number = 1; number <= 42; number++)
        {
            await host.Inbox.AcceptAsync(MessageOf(number), None);
            await Eventually.HoldsAsync(() => Task.FromResult(host.Inbox.Statistics is { Waiting: 0, Leased: 0 }));
        }

        var journal = host.Services.GetRequiredService<ITurnJournal>();
        var answers = new List<StoredAnswer>();
        for (var number = 1; number <= 42; number++)
        {
            answers.Add((await journal.FindAsync(TenantId.Default, $"turn-{number}", None))!.Answer!);
        }

        var query = Query(UsageGrouping.None);
        var ledger = host.Services.GetRequiredService<IUsageLedger>();
        var total = Assert.Single(await ledger.ListAsync(query, None)).Totals;
        output.WriteLine(await TableAsync(ledger, total));
        output.WriteLine(Walk(asked));
        await host.StopAsync();

        var charges = answers.SelectMany(answer => answer.Charges).ToList();
        Assert.Equal((charges.Sum(charge => charge.Cost), charges.Sum(charge => charge.InputTokens), charges.Sum(charge => charge.OutputTokens)), (total.Cost, total.InputTokens, total.OutputTokens));
        Assert.Equal(40, total.Questions);
        Assert.Equal(2, answers.Count(answer => answer is { Account: null, Reply: NoticeReply { Kind: NoticeKind.Refusal } }));
        Assert.InRange(total.Cost, 0.17m, 0.20m);
        Assert.Equal([SpendingLevel.Normal, SpendingLevel.Economy, SpendingLevel.None], asked.Select(question => question.Spending).Distinct());
        Assert.All(asked, question => Assert.Equal(question.Spending is SpendingLevel.Normal, question.Remarks.Count == 0));
        Assert.Equal(44, answerer.Calls);
    }

    [Fact]
    public async Task What_failed_attempts_paid_is_charged_with_the_answer_or_the_apology()
    {
        var charge = Charge("large", ModelPurpose.Answer, 3_000, 250);
        var tries = new HashSet<string>();
        var answerer = new CountingAnswerer { Charges = _ => [charge] };
        answerer.Failure = question =>
        {
            question.OnCharged!(charge);
            return question.Text.EndsWith('2') || tries.Add(question.Text) ? new InvalidOperationException("The attempt fails.") : null;
        };
        var host = TurnHost.Start(new PowerLossFileSystem(), new LedgerPlatform(), answerer, settings: new Dictionary<string, string> { ["Inbox:Workers"] = "1" });
        await host.RunAsync();

        foreach (var number in (int[])[1, 2])
        {
            await host.Inbox.AcceptAsync(MessageOf(number), None);
            await Eventually.HoldsAsync(() => Task.FromResult(host.Inbox.Statistics is { Waiting: 0, Leased: 0 }));
        }

        var total = Assert.Single(await host.Services.GetRequiredService<IUsageLedger>().ListAsync(Query(UsageGrouping.None), None)).Totals;
        await host.StopAsync();

        // One attempt that failed and one that answered; three that failed before the apology.
        Assert.Equal((5, 5 * charge.Cost, 5), (answerer.Calls, total.Cost, total.Calls));
    }

    private static IReadOnlyList<ModelCharge> ChargesOf(Question question) => question.Spending switch
    {
        SpendingLevel.Normal => [Charge("small", ModelPurpose.Rewrite, 400, 40), Charge("large", ModelPurpose.Answer, 3_000, 250)],
        SpendingLevel.Economy => [Charge("small", ModelPurpose.Answer, 3_000, 250)],
        _ => [],
    };

    private static ModelCharge Charge(string model, ModelPurpose purpose, long input, long output)
        => new(model, purpose, input, output, ((input * Prices[model].Input) + (output * Prices[model].Output)) / 1_000_000m, IsEstimated: false);

    private static InboundMessage MessageOf(int number)
    {
        var now = DateTimeOffset.UtcNow;
        return Messages.Of($"{number}", $"Question {number}") with { SentAt = now, ReceivedAt = now, Deadline = now.AddMinutes(30) };
    }

    // The days around now: a test that runs over midnight counts all its turns.
    private static UsageQuery Query(UsageGrouping by)
    {
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        return new UsageQuery(null, today.AddDays(-1), today.AddDays(1), by);
    }

    private static async Task<string> TableAsync(IUsageLedger ledger, UsageTotals total)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 160;
        foreach (var by in (UsageGrouping[])[UsageGrouping.Model, UsageGrouping.Purpose])
        {
            console.Write(UsageCommand.TableOf(Query(by), await ledger.ListAsync(Query(by), None), total));
        }

        return text.ToString();
    }

    private static string Walk(List<Question> asked) => string.Join(
        '\n', asked.Select(question => $"{question.Text,-12} {question.Spending,-8} {string.Join(' ', question.Remarks)}"));
}
