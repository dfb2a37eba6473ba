using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Postgres;
using ChatOpsBot.RagCore.Usage;
using ChatOpsBot.RagCore.Usage.Budgets;
using ChatOpsBot.RagCore.Usage.Calls;
using ChatOpsBot.RagCore.Usage.Ledger;
using ChatOpsBot.TestKit.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.IntegrationTests.Storage.Postgres;

/// <summary>What replicas owe each other about money: no answer without its bill, no bill without its answer, and one budget for all.</summary>
[Collection(PostgresCollection.Name)]
public sealed class UsageFaultTests(PostgresFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly UsageQuery All = new(null, new DateOnly(2026, 1, 1), new DateOnly(2099, 12, 31), UsageGrouping.None);

    [Fact]
    public async Task An_answer_whose_usage_cannot_be_written_is_not_stored_either()
    {
        var database = await fixture.Server.CreateDatabaseAsync();
        await using var stage = await PostgresStage.OpenAsync(database, TimeProvider.System);
        await stage.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        var turn = await stage.Inbox.LeaseAsync(None);
        var answer = SampleUsage.Answer(SampleUsage.Ann, 0, SampleUsage.Charge(cost: 1));
        await fixture.Server.ExecuteAsync(database, "alter table usage_days rename to away");

        await Assert.ThrowsAsync<StoreUnavailableException>(() => stage.Inbox.RecordAnswerAsync(turn.Lease, answer, None));
        Assert.Null((await stage.Journal.FindAsync(TenantId.Default, "turn-1", None))!.Answer);

        await fixture.Server.ExecuteAsync(database, "alter table away rename to usage_days");
        await stage.Inbox.RecordAnswerAsync(turn.Lease, answer, None);
        Assert.Equal(1, Assert.Single(await stage.Get<IUsageLedger>().ListAsync(All, None)).Totals.Cost);
    }

    [Fact]
    public async Task A_release_that_knows_no_usage_still_writes_its_steps()
    {
        var database = await fixture.Server.CreateDatabaseAsync();
        await using var stage = await PostgresStage.OpenAsync(database, TimeProvider.System);
        await stage.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        var turn = await stage.Inbox.LeaseAsync(None);

        var outcomes = await stage.Get<PostgresDatabase>().AcrossTenantsAsync(
            $"select write_steps(array['turn-1'], array[{turn.Lease.FencingToken}::bigint], array[2::smallint], array[null::text], array['0'::interval], '30 s'::interval)",
            [],
            async reader => await reader.ReadAsync() ? reader.GetFieldValue<short[]>(0) : [],
            None);

        Assert.Equal([0], outcomes);
    }

    [Fact]
    public async Task Totals_are_the_sum_of_the_turns_that_replicas_answered_at_once_with_retries_and_lost_leases()
    {
        const int turns = 60;
        var database = await fixture.Server.CreateDatabaseAsync();
        await using var first = await PostgresStage.OpenAsync(database, TimeProvider.System);
        await using var second = await PostgresStage.OpenAsync(database, TimeProvider.System);
        for (var number = 1; number <= turns; number++)
        {
            await first.Inbox.AcceptAsync(SampleTurns.Message(number, $"thread-{number % 20}", number % 3 == 0 ? "other" : "default"), None);
        }

        var ended = 0;
        await Task.WhenAll(((PostgresStage[])[first, first, second, second]).Select((stage, worker) => Task.Run(async () =>
        {
            var random = new Random(worker);
            while (Volatile.Read(ref ended) < turns)
            {
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
                try
                {
                    if (await StepAsync(stage, await stage.Inbox.LeaseAsync(patience.Token), random))
                    {
                        Interlocked.Increment(ref ended);
                    }
                }
                catch (OperationCanceledException)
                {
                    // Another worker has the rest.
                }
            }
        })));

        await AssertSumsAsync(first, turns);
    }

    [Fact]
    public async Task Replicas_share_a_budget_and_overdraw_it_by_nothing_when_questions_cost_what_they_set_aside()
    {
        var database = await fixture.Server.CreateDatabaseAsync();
        await using var first = await PostgresStage.OpenAsync(database, TimeProvider.System);
        await using var second = await PostgresStage.OpenAsync(database, TimeProvider.System);
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var keepers = ((PostgresStage[])[first, second]).Select(stage => KeeperOf(stage, services)).ToList();
        var turn = 0;
        for (var round = 0; round < 5; round++)
        {
            var reserved = await Task.WhenAll(Enumerable.Range(turn + 1, 12).Select(number => Task.Run(
                async () => (number, (await keepers[number % 2].ReserveAsync(SampleUsage.Ann, $"turn-{number}", paid: 0, None)).Level))));
            turn += reserved.Length;
            foreach (var (number, level) in reserved)
            {
                await first.Inbox.AcceptAsync(SampleTurns.Message(number), None);
                var leased = await first.Inbox.LeaseAsync(None);
                var charge = SampleUsage.Charge(cost: level is SpendingLevel.None ? 0 : 0.05m);
                await first.Inbox.RecordAnswerAsync(leased.Lease, SampleUsage.Answer(SampleUsage.Ann, 0, charge) with { AnsweredAt = DateTimeOffset.UtcNow }, None);
                await first.Inbox.CompleteAsync(leased.Lease, None);
            }
        }

        Assert.InRange(Assert.Single(await second.Get<IUsageLedger>().ListAsync(All, None)).Totals.Cost, 0.5m, 1m);
    }

    private static BudgetKeeper KeeperOf(PostgresStage stage, ServiceProvider services)
    {
        var options = Options.Create(new BudgetOptions { Budgets = { new Budget { Limit = 1 } } });
        var metrics = new UsageMetrics(services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        return new BudgetKeeper(stage.Get<IUsageLedger>(), options, TimeProvider.System, metrics, NullLogger<BudgetKeeper>.Instance);
    }

    private static async Task<bool> StepAsync(PostgresStage stage, LeasedTurn turn, Random random)
    {
        if (turn.Answer is null && random.Next(3) == 0)
        {
            await stage.Inbox.RetryAsync(turn.Lease, TimeSpan.Zero, "timeout", None);
            await Assert.ThrowsAsync<LeaseLostException>(() => stage.Inbox.RecordAnswerAsync(turn.Lease, Charged(turn, 99), None));
            return false;
        }

        if (turn.Answer is null)
        {
            await stage.Inbox.RecordAnswerAsync(turn.Lease, Charged(turn, random.Next(1, 1_000_000) / 10_000_000m), None);
        }

        if (random.Next(3) == 0)
        {
            await stage.Inbox.RetryAsync(turn.Lease, TimeSpan.Zero, "delivery", None);
            return false;
        }

        await stage.Inbox.CompleteAsync(turn.Lease, None);
        return true;
    }

    private static StoredAnswer Charged(LeasedTurn turn, decimal cost) => SampleUsage.Answer(
        SampleUsage.Ann with { Tenant = turn.Message.Conversation.Tenant }, 0, SampleUsage.Charge("small", ModelPurpose.Rewrite, cost: cost / 7), SampleUsage.Charge(cost: cost));

    private static async Task AssertSumsAsync(PostgresStage stage, int turns)
    {
        var cost = 0m;
        for (var number = 1; number <= turns; number++)
        {
            var stored = await stage.Journal.FindAsync(new TenantId(number % 3 == 0 ? "other" : "default"), $"turn-{number}", None);
            cost += stored!.Answer!.Charges.Sum(charge => charge.Cost);
        }

        var total = Assert.Single(await stage.Get<IUsageLedger>().ListAsync(All, None)).Totals;
        var stands = await stage.Get<IUsageLedger>().ClaimAsync(
            new UsageClaim("asking", SampleUsage.Ann, 0, TimeSpan.FromMinutes(1)), [new UsageWindow(null, null, All.From, All.To)], None);
        Assert.Equal((turns, 2 * turns, cost), (total.Questions, total.Calls, total.Cost));
        Assert.Equal((turns, cost), (stands[0].Settled.Questions, stands[0].Settled.Cost));
    }
}
