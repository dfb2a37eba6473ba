using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Usage.Ledger;
using ChatOpsBot.TestKit.Time;
using Xunit;

namespace ChatOpsBot.TestKit.Contracts;

/// <summary>What every ledger of usage does, wherever it keeps what was used.</summary>
public abstract class UsageLedgerContract
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateOnly Today = DateOnly.FromDateTime(SampleTurns.Start.UtcDateTime);
    private static readonly UsageWindow Everybody = new(null, null, Today, Today);

    /// <summary>Gets the clock the store under test runs on.</summary>
    protected FixedTimeProvider Time { get; } = new();

    /// <summary>Moves the clock of the store.</summary>
    protected virtual Task AdvanceAsync(TimeSpan by)
    {
        Time.Advance(by);
        return Task.CompletedTask;
    }

    /// <summary>Opens an empty store.</summary>
    protected abstract Task<LedgerUnderTest> OpenAsync();

    [Fact]
    public async Task An_answer_is_counted_with_all_that_models_used_for_it()
    {
        await using var open = await OpenAsync();
        await AnswerAsync(open, 1, SampleUsage.Ann, SampleUsage.Charge("small", ModelPurpose.Rewrite, 100, 10, 0.000001m), SampleUsage.Charge("big", ModelPurpose.Answer, 2_000, 300, 0.0123456789m));
        await AnswerAsync(open, 2, SampleUsage.Ann, SampleUsage.Charge("big", ModelPurpose.Answer, 1, 1, 1m), SampleUsage.Charge("big", ModelPurpose.Answer, 2, 2, 2m, isEstimated: true));

        Assert.Equal([new UsageRow(string.Empty, new UsageTotals(2, 4, 1, 2_103, 313, 3.0123466789m, 0))], await ListAsync(open));
        Assert.Equal(
            [new UsageRow("big", new UsageTotals(2, 3, 1, 2_003, 303, 3.0123456789m, 0)), new UsageRow("small", new UsageTotals(1, 1, 0, 100, 10, 0.000001m, 0))],
            await ListAsync(open, UsageGrouping.Model));
        Assert.Equal(["answer", "rewrite"], (await ListAsync(open, UsageGrouping.Purpose)).Select(row => row.Key));
    }

    [Fact]
    public async Task A_question_that_called_no_model_is_counted_and_what_was_no_question_is_not()
    {
        await using var open = await OpenAsync();
        await AnswerAsync(open, 1, SampleUsage.Ann);
        await AnswerAsync(open, 2, account: null);

        Assert.Equal([new UsageRow(string.Empty, new UsageTotals(1, 0, 0, 0, 0, 0, 0))], await ListAsync(open));
        Assert.Equal([new UsageRow(string.Empty, new UsageTotals(1, 0, 0, 0, 0, 0, 0))], await ListAsync(open, UsageGrouping.Model));
        Assert.Equal(1, (await StandAsync(open)).Settled.Questions);
    }

    [Theory]
    [InlineData(UsageGrouping.Tenant, "default", "other")]
    [InlineData(UsageGrouping.Channel, "slack", "teams")]
    [InlineData(UsageGrouping.Person, "ann", "ben")]
    [InlineData(UsageGrouping.Day, "2026-03-02", "2026-03-03")]
    public async Task Usage_is_grouped_by_who_where_and_when(UsageGrouping by, string first, string second)
    {
        await using var open = await OpenAsync();
        await AnswerAsync(open, 1, SampleUsage.Ann, SampleUsage.Charge(cost: 1));
        await AnswerAsync(open, 2, SampleUsage.Ben, days: 1, SampleUsage.Charge(cost: 2));

        var rows = await open.Ledger.ListAsync(new UsageQuery(null, Today, Today.AddDays(1), by), None);

        Assert.Equal([(first, 1m), (second, 2m)], rows.Select(row => (row.Key, row.Totals.Cost)));
    }

    [Fact]
    public async Task Only_the_days_and_the_organisation_that_are_asked_for_are_summed()
    {
        await using var open = await OpenAsync();
        await AnswerAsync(open, 1, SampleUsage.Ann, SampleUsage.Charge(cost: 1));
        await AnswerAsync(open, 2, SampleUsage.Ben, SampleUsage.Charge(cost: 2));
        await AnswerAsync(open, 3, SampleUsage.Ann, days: 1, SampleUsage.Charge(cost: 4));
        await AnswerAsync(open, 4, SampleUsage.Ann, days: -1, SampleUsage.Charge(cost: 8));

        var rows = await open.Ledger.ListAsync(new UsageQuery(TenantId.Default, Today, Today, UsageGrouping.None), None);
        var stands = await open.Ledger.ClaimAsync(
            new UsageClaim("asking", SampleUsage.Ann, 0, TimeSpan.FromMinutes(1)),
            [Everybody, Everybody with { Tenant = TenantId.Default }, Everybody with { Tenant = TenantId.Default, To = Today.AddDays(1) }, Everybody with { Tenant = TenantId.Default, PersonKey = "ben" }],
            None);

        Assert.Equal(1, Assert.Single(rows).Totals.Cost);
        Assert.Equal([3m, 1m, 5m, 0m], stands.Select(stand => stand.Settled.Cost));
        Assert.Equal([2, 1, 2, 0], stands.Select(stand => stand.Settled.Questions));
    }

    [Fact]
    public async Task What_a_helpful_answer_costs_is_the_cost_by_the_votes_that_stand()
    {
        await using var open = await OpenAsync();
        await AnswerAsync(open, 1, SampleUsage.Ann, SampleUsage.Charge("a", cost: 1));
        await AnswerAsync(open, 2, SampleUsage.Ann, SampleUsage.Charge("b", cost: 5));
        await open.Votes.PutAsync(SampleTurns.Vote(VoteValue.Up, voter: "U1"), None);
        await open.Votes.PutAsync(SampleTurns.Vote(VoteValue.Up, voter: "U2"), None);
        await open.Votes.PutAsync(SampleTurns.Vote(VoteValue.Down, 2, voter: "U3"), None);
        await open.Votes.PutAsync(SampleTurns.Vote(VoteValue.Up, 1, voter: "U3"), None);
        await open.Votes.PutAsync(SampleTurns.Vote(VoteValue.Up, tenant: "other"), None);

        Assert.Equal(3m, Assert.Single(await ListAsync(open)).Totals.CostPerUpVote);
        Assert.Equal([("a", 0.5m), ("b", null)], (await ListAsync(open, UsageGrouping.Model)).Select(row => (row.Key, row.Totals.CostPerUpVote)));
    }

    [Fact]
    public async Task A_turn_is_counted_once_however_often_it_is_tried_answered_and_replayed()
    {
        await using var open = await OpenAsync();
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        await open.Inbox.RetryAsync((await LeaseAsync(open)).Lease, TimeSpan.Zero, "timeout", None);
        var turn = await LeaseAsync(open);
        var answer = SampleUsage.Answer(SampleUsage.Ann, 0, SampleUsage.Charge(cost: 1));
        await open.Inbox.RecordAnswerAsync(turn.Lease, answer, None);
        await Assert.ThrowsAsync<InvalidOperationException>(() => open.Inbox.RecordAnswerAsync(turn.Lease, answer, None));
        await open.Inbox.DeadLetterAsync(turn.Lease, "delivery_permanent", None);
        await open.DeadLetters.ReplayAsync("turn-1", None);
        await open.Inbox.CompleteAsync((await LeaseAsync(open)).Lease, None);

        Assert.Equal(new UsageTotals(1, 1, 0, 10, 5, 1, 0), Assert.Single(await ListAsync(open)).Totals);
        Assert.Equal((1, 1m), ((await StandAsync(open)).Settled.Questions, (await StandAsync(open)).Settled.Cost));
    }

    [Fact]
    public async Task An_answer_of_a_worker_that_lost_its_turn_is_not_charged()
    {
        await using var open = await OpenAsync();
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        var lost = await LeaseAsync(open);
        await open.Inbox.RetryAsync(lost.Lease, TimeSpan.Zero, "timeout", None);

        await Assert.ThrowsAsync<LeaseLostException>(() => open.Inbox.RecordAnswerAsync(lost.Lease, SampleUsage.Answer(SampleUsage.Ann, 0, SampleUsage.Charge()), None));

        Assert.Empty(await ListAsync(open));
    }

    [Fact]
    public async Task What_others_have_set_aside_is_seen_and_one_s_own_is_replaced()
    {
        await using var open = await OpenAsync();
        await ClaimAsync(open, "turn-1", 1);
        await ClaimAsync(open, "turn-2", 2);
        await ClaimAsync(open, "turn-3", 4, SampleUsage.Ben);

        var again = await ClaimAsync(open, "turn-1", 8);
        var other = await ClaimAsync(open, "turn-2", 2);

        Assert.Equal((2, 6m), (again.OpenQuestions, again.OpenCost));
        Assert.Equal((2, 12m), (other.OpenQuestions, other.OpenCost));
        var windows = await open.Ledger.ClaimAsync(
            new UsageClaim("turn-4", SampleUsage.Ann, 0, TimeSpan.FromMinutes(1)),
            [Everybody with { Tenant = TenantId.Default }, Everybody with { Tenant = new TenantId("other"), PersonKey = "ben" }, Everybody with { Tenant = TenantId.Default, PersonKey = "ben" }],
            None);
        Assert.Equal([10m, 4m, 0m], windows.Select(window => window.OpenCost));
    }

    [Fact]
    public async Task What_is_set_aside_is_free_when_the_answer_is_stored_the_turn_is_dead_or_the_time_is_over()
    {
        await using var open = await OpenAsync();
        for (var number = 1; number <= 3; number++)
        {
            await open.Inbox.AcceptAsync(SampleTurns.Message(number, $"thread-{number}"), None);
            await ClaimAsync(open, $"turn-{number}", number);
        }

        await open.Inbox.RecordAnswerAsync((await LeaseAsync(open)).Lease, SampleUsage.Answer(account: null, 0), None);
        Assert.Equal(5, (await StandAsync(open)).OpenCost);
        await open.Inbox.DeadLetterAsync((await LeaseAsync(open)).Lease, "timeout", None);
        Assert.Equal(3, (await StandAsync(open)).OpenCost);
        await AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(0, (await StandAsync(open)).OpenCost);
    }

    [Fact]
    public async Task Of_claims_that_are_made_at_once_each_sees_those_before_it()
    {
        await using var open = await OpenAsync();

        var stands = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => Task.Run(() => ClaimAsync(open, $"turn-{number}", 1))));

        Assert.Equal(Enumerable.Range(0, 40).Select(seen => (long)seen), stands.Select(stand => stand.OpenQuestions).Order());
    }

    private static async Task<LeasedTurn> LeaseAsync(LedgerUnderTest open) => await open.Inbox.LeaseAsync(None).WaitAsync(Patience);

    private static Task AnswerAsync(LedgerUnderTest open, int number, AnswerAccount? account, params ModelCharge[] charges)
        => AnswerAsync(open, number, account, days: 0, charges);

    private static async Task AnswerAsync(LedgerUnderTest open, int number, AnswerAccount? account, int days, params ModelCharge[] charges)
    {
        await open.Inbox.AcceptAsync(SampleTurns.Message(number), None);
        var turn = await LeaseAsync(open);
        await open.Inbox.RecordAnswerAsync(turn.Lease, SampleUsage.Answer(account, days, charges), None);
        await open.Inbox.CompleteAsync(turn.Lease, None);
    }

    private static async Task<UsageStand> ClaimAsync(LedgerUnderTest open, string turn, decimal cost, AnswerAccount? account = null)
        => Assert.Single(await open.Ledger.ClaimAsync(new UsageClaim(turn, account ?? SampleUsage.Ann, cost, TimeSpan.FromMinutes(1)), [Everybody], None));

    private static Task<UsageStand> StandAsync(LedgerUnderTest open) => ClaimAsync(open, "asking", 0);

    private static Task<IReadOnlyList<UsageRow>> ListAsync(LedgerUnderTest open, UsageGrouping by = UsageGrouping.None)
        => open.Ledger.ListAsync(new UsageQuery(null, Today, Today, by), None);
}

/// <summary>An open ledger with what fills it.</summary>
public sealed record LedgerUnderTest(IInbox Inbox, IDeadLetters DeadLetters, IVoteStore Votes, IUsageLedger Ledger, IAsyncDisposable Resource) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Resource.DisposeAsync();
}
