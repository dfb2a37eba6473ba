using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.UnitTests.Storage;
using ChatOpsBot.RagCore.Usage;
using ChatOpsBot.RagCore.Usage.Budgets;
using ChatOpsBot.RagCore.Usage.Calls;
using ChatOpsBot.RagCore.Usage.Ledger;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Logging;
using ChatOpsBot.TestKit.Storage;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Usage.Budgets;

public sealed class BudgetKeeperTests : IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FixedTimeProvider _time = new();
    private readonly RecordingLogs _logs = new();
    private readonly LoggerFactory _factory;
    private readonly OpenedStore _store;
    private int _turns;

    public BudgetKeeperTests()
    {
        _factory = new LoggerFactory([_logs]);
        _store = OpenedStore.Open(new PowerLossFileSystem(), _time);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _factory.Dispose();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task A_budget_goes_from_normal_by_warning_and_economy_to_nothing_and_begins_anew()
    {
        var keeper = Keeper(_store.Ledger, Month(limit: 1));
        var walk = new List<(int Question, SpendingLevel Level, int Warnings)>();
        for (var question = 1; question <= 22; question++)
        {
            var level = await AskAsync(keeper, cost: 0.05m);
            walk.Add((question, level, Warnings));
        }

        // 1.00 holds twenty questions of 0.05: economy from 0.90 spent, nothing from 1.00 spent.
        Assert.All(walk, step => Assert.Equal(step.Question <= 18 ? SpendingLevel.Normal : step.Question <= 20 ? SpendingLevel.Economy : SpendingLevel.None, step.Level));
        Assert.All(walk, step => Assert.Equal(step.Question <= 16 ? 0 : step.Question <= 20 ? 1 : 2, step.Warnings));
        Assert.Equal(1m, await SpentAsync());

        _time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(SpendingLevel.Normal, await AskAsync(keeper, cost: 0.05m));
        Assert.Equal(2, Warnings);
    }

    [Theory]
    [InlineData(0.05, 0)]
    [InlineData(0.02, 0)]
    [InlineData(0.08, 0.03)]
    public async Task Questions_that_run_at_once_overdraw_a_budget_by_no_more_than_each_costs_above_what_it_set_aside(double cost, double above)
    {
        const int atOnce = 16;
        var keeper = Keeper(_store.Ledger, Month(limit: 1));
        for (var round = 0; round < 6; round++)
        {
            var levels = await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(() => ReserveAsync(keeper))));
            foreach (var (turn, level) in levels)
            {
                await SettleAsync(turn, level is SpendingLevel.None ? 0 : (decimal)cost);
            }
        }

        Assert.InRange(await SpentAsync(), 0.5m, 1 + (atOnce * (decimal)above));
    }

    [Fact]
    public async Task A_question_that_gets_nothing_leaves_the_rest_to_others()
    {
        var keeper = Keeper(_store.Ledger, Month(limit: 0.09m), Month(limit: 100, tenant: "default"));
        var first = await ReserveAsync(keeper);

        Assert.Equal(SpendingLevel.None, (await ReserveAsync(keeper)).Level);
        await SettleAsync(first.Turn, 0.04m);

        Assert.NotEqual(SpendingLevel.None, (await ReserveAsync(keeper)).Level);
    }

    [Fact]
    public async Task A_question_that_is_tried_again_sets_nothing_aside_twice()
    {
        var keeper = Keeper(_store.Ledger, Month(limit: 0.1m));
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal(SpendingLevel.Normal, (await keeper.ReserveAsync(SampleUsage.Ann, "turn-1", paid: 0, None)).Level);
        }
    }

    [Fact]
    public async Task What_earlier_attempts_paid_leaves_less_for_the_next_one_and_for_others()
    {
        var keeper = Keeper(_store.Ledger, Month(limit: 0.2m));

        Assert.Equal(SpendingLevel.Normal, (await keeper.ReserveAsync(SampleUsage.Ann, "turn-1", paid: 0.15m, None)).Level);
        Assert.Equal(SpendingLevel.None, (await keeper.ReserveAsync(SampleUsage.Ann, "turn-1", paid: 0.16m, None)).Level);
        Assert.Equal(SpendingLevel.None, (await keeper.ReserveAsync(SampleUsage.Ben, "turn-2", paid: 0, None)).Level);
    }

    [Fact]
    public async Task Organisations_have_budgets_of_their_own()
    {
        var keeper = Keeper(_store.Ledger, Month(limit: 0.05m, tenant: "default"));
        await AskAsync(keeper, 0.05m);

        Assert.Equal(SpendingLevel.None, await AskAsync(keeper, 0));
        Assert.Equal(SpendingLevel.Normal, (await keeper.ReserveAsync(SampleUsage.Ben, "turn-of-ben", paid: 0, None)).Level);
    }

    [Fact]
    public async Task Without_the_ledger_it_goes_on_at_the_last_known_level_for_a_small_allowance()
    {
        var ledger = new FailingLedger(_store.Ledger);
        var keeper = Keeper(ledger, new Budget { Limit = 10, EconomyAt = 0.5 });
        await AskAsync(keeper, cost: 6);
        Assert.Equal(SpendingLevel.Economy, (await ReserveAsync(keeper)).Level);

        // A hundredth of 10 is two questions.
        ledger.IsDown = true;
        Assert.Equal([SpendingLevel.Economy, SpendingLevel.Economy, SpendingLevel.None], [(await ReserveAsync(keeper)).Level, (await ReserveAsync(keeper)).Level, (await ReserveAsync(keeper)).Level]);
        Assert.Contains("[3502]", _logs.Text, StringComparison.Ordinal);

        ledger.IsDown = false;
        Assert.Equal(SpendingLevel.Economy, (await ReserveAsync(keeper)).Level);
        Assert.Contains("[3503]", _logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_used_part_of_a_budget_is_a_metric()
    {
        var keeper = Keeper(_store.Ledger, Month(limit: 1, tenant: "default"));
        await AskAsync(keeper, cost: 0.25m);
        await ReserveAsync(keeper);
        var shares = new List<(double Share, object? Budget)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "chatopsbot.usage.budget_share" && instrument.Meter.Scope == _services.GetRequiredService<IMeterFactory>())
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, share, tags, _) => shares.Add((share, tags[0].Value)));
        listener.Start();
        listener.RecordObservableInstruments();

        Assert.Equal([(0.25, "default/month")], shares);
    }

    private int Warnings => _logs.Text.Split('\n').Count(line => line.StartsWith("Warning", StringComparison.Ordinal));

    private static Budget Month(decimal limit, string? tenant = null) => new() { Limit = limit, Tenant = tenant };

    private BudgetKeeper Keeper(IUsageLedger ledger, params Budget[] budgets)
    {
        var options = new BudgetOptions();
        budgets.ToList().ForEach(options.Budgets.Add);
        var metrics = new UsageMetrics(_services.GetRequiredService<IMeterFactory>());
        return new BudgetKeeper(ledger, Options.Create(options), _time, metrics, _factory.CreateLogger<BudgetKeeper>());
    }

    private async Task<SpendingLevel> AskAsync(BudgetKeeper keeper, decimal cost)
    {
        var (turn, level) = await ReserveAsync(keeper);
        await SettleAsync(turn, level is SpendingLevel.None ? 0 : cost);
        return level;
    }

    private async Task<(int Turn, SpendingLevel Level)> ReserveAsync(BudgetKeeper keeper)
    {
        var turn = Interlocked.Increment(ref _turns);
        return (turn, (await keeper.ReserveAsync(SampleUsage.Ann, $"turn-{turn}", paid: 0, None)).Level);
    }

    private async Task SettleAsync(int turn, decimal cost)
    {
        await _store.Inbox.AcceptAsync(SampleTurns.Message(turn), None);
        var leased = await _store.Inbox.LeaseAsync(None);
        var answer = SampleUsage.Answer(SampleUsage.Ann, 0, SampleUsage.Charge(cost: cost)) with { AnsweredAt = _time.GetUtcNow() };
        await _store.Inbox.RecordAnswerAsync(leased.Lease, answer, None);
        await _store.Inbox.CompleteAsync(leased.Lease, None);
    }

    private async Task<decimal> SpentAsync()
    {
        var rows = await _store.Ledger.ListAsync(new UsageQuery(null, new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 31), UsageGrouping.None), None);
        return Assert.Single(rows).Totals.Cost;
    }

    private sealed class FailingLedger(IUsageLedger inner) : IUsageLedger
    {
        public bool IsDown { get; set; }

        public Task<IReadOnlyList<UsageRow>> ListAsync(UsageQuery query, CancellationToken cancellationToken) => inner.ListAsync(query, cancellationToken);

        public Task<IReadOnlyList<UsageStand>> ClaimAsync(UsageClaim claim, IReadOnlyList<UsageWindow> windows, CancellationToken cancellationToken)
            => IsDown ? throw new StoreUnavailableException("Down.") : inner.ClaimAsync(claim, windows, cancellationToken);
    }
}
