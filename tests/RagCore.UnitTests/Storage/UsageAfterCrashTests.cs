using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Embedded;
using ChatOpsBot.RagCore.Usage.Ledger;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Storage;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.RagCore.UnitTests.Storage;

/// <summary>The totals of the ledger are the sum of the stored turns, whatever was retried, killed or lost.</summary>
public sealed class UsageAfterCrashTests
{
    private const int Turns = 12;

    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly EmbeddedSettings Settings = OpenedStore.Settings with { SegmentBytes = 4_000 };

    public static TheoryData<string> Losses => [.. Enum.GetNames<PowerLoss>()];

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Totals_are_the_sum_of_the_stored_turns_after_random_retries_and_crashes(string lossName)
    {
        var loss = Enum.Parse<PowerLoss>(lossName);
        for (var seed = 1; seed <= 60; seed++)
        {
            var random = new Random(seed);
            var files = new PowerLossFileSystem(seed);
            for (var life = 0; life < 4; life++)
            {
                files.PowerGoesAt = random.Next(5, 120);
                await LiveAsync(files, random);
                files = files.Restart(loss);
            }

            await AssertSumsAsync(files);
        }
    }

    [Fact]
    public async Task What_was_stored_in_a_dropped_file_is_no_longer_summed()
    {
        var time = new FixedTimeProvider();
        var files = new PowerLossFileSystem();
        await using var open = OpenedStore.Open(files, time, Settings);
        for (var number = 1; number <= Turns; number++)
        {
            await open.Inbox.AcceptAsync(SampleTurns.Message(number), None);
            await WorkAsync(open, number, time.GetUtcNow());
            time.Advance(TimeSpan.FromDays(30));
        }

        open.Store.Log.RequestSweep();
        await open.Inbox.AcceptAsync(SampleTurns.Message(Turns + 1), None);

        await Eventually.HoldsAsync(async () => await ListAsync(open) is [{ Totals.Questions: > 0 and < Turns }]);
        var stand = Assert.Single(await open.Ledger.ClaimAsync(
            new UsageClaim("asking", SampleUsage.Ann, 0, TimeSpan.FromMinutes(1)), [new UsageWindow(TenantId.Default, null, new DateOnly(2026, 1, 1), new DateOnly(2027, 12, 31))], None));
        Assert.Equal(Assert.Single(await ListAsync(open)).Totals.Cost, stand.Settled.Cost);
    }

    private static async Task LiveAsync(PowerLossFileSystem files, Random random)
    {
        try
        {
            await using var open = OpenedStore.Open(files, new FixedTimeProvider(), Settings);
            for (var number = 1; number <= Turns; number++)
            {
                await open.Inbox.AcceptAsync(SampleTurns.Message(number, $"thread-{number % 5}"), None);
            }

            while (open.Inbox.Statistics.Waiting > 0)
            {
                var turn = await open.Inbox.LeaseAsync(None);
                await StepAsync(open, turn, random);
            }
        }
        catch (StoreUnavailableException)
        {
            // The power is gone.
        }
    }

    private static async Task StepAsync(OpenedStore open, LeasedTurn turn, Random random)
    {
        if (turn.Answer is null && random.Next(3) > 0)
        {
            await open.Inbox.RecordAnswerAsync(turn.Lease, SampleUsage.Answer(random.Next(5) == 0 ? null : SampleUsage.Ann, 0, Charges(random)), None);
        }

        await (random.Next(6) switch
        {
            0 or 1 => open.Inbox.RetryAsync(turn.Lease, TimeSpan.Zero, "timeout", None),
            2 => open.Inbox.DeadLetterAsync(turn.Lease, "timeout", None),
            _ => open.Inbox.CompleteAsync(turn.Lease, None),
        });
    }

    private static ModelCharge[] Charges(Random random) =>
    [
        .. Enumerable.Range(0, random.Next(4)).Select(_ => SampleUsage.Charge(
            $"model-{random.Next(2)}", (ModelPurpose)random.Next(4), random.Next(5_000), random.Next(500), random.Next(1, 1_000_000) / 10_000_000m)),
    ];

    private static async Task WorkAsync(OpenedStore open, int number, DateTimeOffset at)
    {
        var turn = await open.Inbox.LeaseAsync(None);
        await open.Inbox.RecordAnswerAsync(turn.Lease, SampleUsage.Answer(SampleUsage.Ann, 0, SampleUsage.Charge(cost: number)) with { AnsweredAt = at }, None);
        await open.Inbox.CompleteAsync(turn.Lease, None);
    }

    private static async Task AssertSumsAsync(PowerLossFileSystem files)
    {
        await using var open = OpenedStore.Open(files, new FixedTimeProvider(), Settings);
        var sum = default(UsageTotals);
        for (var number = 1; number <= Turns; number++)
        {
            var stored = (await open.Journal.FindAsync(TenantId.Default, $"turn-{number}", None))?.Answer;
            if (stored?.Account is not null)
            {
                sum += stored.Charges.Aggregate(
                    new UsageTotals(1, 0, 0, 0, 0, 0, 0), (total, charge) => total + new UsageTotals(0, 1, 0, charge.InputTokens, charge.OutputTokens, charge.Cost, 0));
            }
        }

        Assert.Equal(sum, (await ListAsync(open)) is [var row] ? row.Totals : default);
    }

    private static Task<IReadOnlyList<UsageRow>> ListAsync(OpenedStore open)
        => open.Ledger.ListAsync(new UsageQuery(null, new DateOnly(2026, 1, 1), new DateOnly(2027, 12, 31), UsageGrouping.None), None);
}
