using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.UnitTests.Storage;
using ChatOpsBot.RagCore.Usage;
using ChatOpsBot.RagCore.Usage.Budgets;
using ChatOpsBot.RagCore.Usage.Calls;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Storage;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Usage.Budgets;

public sealed class SpendingDeskTests : IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly OpenedStore _store = OpenedStore.Open(new PowerLossFileSystem(), new FixedTimeProvider());
    private readonly SpendingDesk _desk;

    public SpendingDeskTests()
    {
        var metrics = new UsageMetrics(_services.GetRequiredService<IMeterFactory>());
        var options = new BudgetOptions { Budgets = { new Budget { Limit = 1 } } };
        var keeper = new BudgetKeeper(_store.Ledger, Options.Create(options), new FixedTimeProvider(), metrics, NullLogger<BudgetKeeper>.Instance);
        _desk = new SpendingDesk(keeper, new PersonKeys(Options.Create(new PersonKeyOptions())), metrics);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task What_failed_attempts_paid_is_charged_to_the_answer_and_leaves_less_to_spend()
    {
        var message = SampleTurns.Message(1);
        Assert.Equal(SpendingLevel.Normal, (await _desk.BeginAsync(message, None)).Decision.Level);
        _desk.End(message, [SampleUsage.Charge(cost: 0.6m)]);
        _desk.End(message, [SampleUsage.Charge(cost: 0.38m)]);

        Assert.Equal(SpendingLevel.None, (await _desk.BeginAsync(message, None)).Decision.Level);
        Assert.Equal(0.99m, _desk.End(message, [SampleUsage.Charge(cost: 0.01m)]).Sum(charge => charge.Cost));
        Assert.Equal(0.02m, _desk.End(SampleTurns.Message(2), [SampleUsage.Charge(cost: 0.02m)]).Sum(charge => charge.Cost));
    }

    [Fact]
    public async Task What_was_paid_for_a_turn_that_is_given_up_is_charged_with_the_apology()
    {
        var (paid, unpaid) = (SampleTurns.Message(1), SampleTurns.Message(2));
        var (account, _) = await _desk.BeginAsync(paid, None);
        _desk.End(paid, [SampleUsage.Charge(cost: 0.6m)]);
        var apology = SampleUsage.Answer(SampleUsage.Ann, 0) with { Account = null };

        var charged = _desk.Charge(paid, apology);

        Assert.Equal((account, 0.6m), (charged.Account, charged.Charges.Sum(charge => charge.Cost)));
        Assert.Same(apology, _desk.Charge(unpaid, apology));
    }

    [Fact]
    public void Turns_are_not_remembered_without_end()
    {
        for (var turn = 1; turn <= 1_001; turn++)
        {
            _desk.End(SampleTurns.Message(turn), [SampleUsage.Charge(cost: 1)]);
        }

        Assert.Single(_desk.End(SampleTurns.Message(1), [SampleUsage.Charge(cost: 1)]));
        Assert.Equal(2, _desk.End(SampleTurns.Message(1_001), [SampleUsage.Charge(cost: 1)]).Count);
    }
}
