using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Embedded;
using ChatOpsBot.RagCore.Storage.Log;
using ChatOpsBot.RagCore.Storage.Serialization;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Storage;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.RagCore.UnitTests.Storage;

/// <summary>Loses power at every single operation on the disk, in every way the disk can lose it, and compares with what was acknowledged.</summary>
public sealed class PowerLossTests
{
    private const string FirstSegment = "0000000001.log";

    private static readonly CancellationToken None = CancellationToken.None;

    // More than one message needs, less than one message and a lease.
    private static readonly int LengthOfOneMessage = MeasureOneMessage() + 1;

    // Small segments, so that the power also goes while a new one begins and an old one is deleted.
    private static readonly EmbeddedSettings Settings = OpenedStore.Settings with { SegmentBytes = 2_500 };

    public static TheoryData<string> Losses => [.. Enum.GetNames<PowerLoss>()];

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Whatever_was_acknowledged_is_there_after_a_loss_at_any_operation(string lossName)
    {
        var loss = Enum.Parse<PowerLoss>(lossName);
        var operations = await CountOperationsAsync();
        Assert.InRange(operations, 100, 10_000);

        for (var point = 0L; point <= operations; point++)
        {
            for (var seed = 1; seed <= 3; seed++)
            {
                await LoseAtAsync(point, loss, seed);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Whatever_the_start_after_a_kill_acknowledged_survives_a_later_power_loss(string lossName)
    {
        var loss = Enum.Parse<PowerLoss>(lossName);
        var operations = await CountOperationsAsync();
        for (var point = 0L; point <= operations; point++)
        {
            var files = new PowerLossFileSystem((int)point + 1) { PowerGoesAt = point };
            var ledger = await RunAsync(files);
            files = files.Restart(PowerLoss.ProcessOnly);
            await using var open = OpenedStore.Open(files, new FixedTimeProvider(), Settings);
            await ledger.OfferAgainAsync(open);

            await AssertHoldsAsync(files.Restart(loss), ledger);
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Whatever_the_start_after_a_failed_flush_acknowledged_survives_a_later_power_loss(string lossName)
    {
        var loss = Enum.Parse<PowerLoss>(lossName);
        for (var seed = 1; seed <= 20; seed++)
        {
            var files = new PowerLossFileSystem(seed);
            var ledger = new Ledger();
            await using var failing = OpenedStore.Open(files, new FixedTimeProvider(), Settings);
            await ledger.TurnAsync(failing, 1);
            files.FlushFails = true;
            await Assert.ThrowsAsync<StoreUnavailableException>(() => ledger.TurnAsync(failing, 2));
            files = files.Restart(PowerLoss.ProcessOnly);
            await using var open = OpenedStore.Open(files, new FixedTimeProvider(), Settings);
            await ledger.OfferAgainAsync(open);

            await AssertHoldsAsync(files.Restart(loss), ledger);
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_loss_while_the_log_is_being_mended_loses_nothing_more(string lossName)
    {
        var loss = Enum.Parse<PowerLoss>(lossName);
        for (var seed = 1; seed <= 40; seed++)
        {
            var files = new PowerLossFileSystem(seed) { PowerGoesAt = 40 + seed };
            var ledger = await RunAsync(files);
            for (var again = 0; again < 4; again++)
            {
                files = files.Restart(loss);
                files.PowerGoesAt = again;
                TryOpen(files);
            }

            await AssertHoldsAsync(files.Restart(loss), ledger);
        }
    }

    [Theory]
    [InlineData(nameof(PowerLoss.KeepPrefix))]
    [InlineData(nameof(PowerLoss.GarbleSectors))]
    public async Task A_record_that_nobody_waited_for_is_durable_before_the_next_segment_begins(string lossName)
    {
        var loss = Enum.Parse<PowerLoss>(lossName);
        for (var seed = 1; seed <= 20; seed++)
        {
            var files = new PowerLossFileSystem(seed);
            await using (var open = OpenedStore.Open(files, new FixedTimeProvider(), OpenedStore.Settings with { SegmentBytes = LengthOfOneMessage }))
            {
                await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
                var length = files.Contents(FirstSegment).Length;
                await open.Inbox.LeaseAsync(None);
                Assert.True(SpinWait.SpinUntil(() => files.Contents(FirstSegment).Length > length, TimeSpan.FromSeconds(20)));
                await open.Inbox.AcceptAsync(SampleTurns.Message(2), None);
                Assert.Contains("0000000002.log", files.List());
                files = files.Restart(loss);
            }

            await using var again = OpenedStore.Open(files, new FixedTimeProvider());
            Assert.Equal(2, again.Inbox.Statistics.Waiting);
        }
    }

    private static async Task<long> CountOperationsAsync()
    {
        var files = new PowerLossFileSystem();
        await RunAsync(files);
        return files.Operations;
    }

    private static async Task LoseAtAsync(long point, PowerLoss loss, int seed)
    {
        var files = new PowerLossFileSystem(seed) { PowerGoesAt = point };
        var ledger = await RunAsync(files);

        await AssertHoldsAsync(files.Restart(loss), ledger);
    }

    private static int MeasureOneMessage()
    {
        var pool = new AppendTicketPool(StoredForm.Writer);
        var ticket = pool.Rent();
        new RecordWriter(new FixedTimeProvider()).AcceptedHead(ticket, SampleTurns.Message(1));
        RecordWriter.AcceptedBody(ticket, SampleTurns.Message(1));
        return SegmentHeader.Size + ticket.Frame.Length;
    }

    private static void TryOpen(PowerLossFileSystem files)
    {
        try
        {
            OpenedStore.Open(files, new FixedTimeProvider()).Store.Dispose();
        }
        catch (StoreUnavailableException)
        {
            // The power went while the log was opened; what matters is what the next start finds.
        }
    }

    /// <summary>Works until the power goes and writes down what was acknowledged.</summary>
    private static async Task<Ledger> RunAsync(PowerLossFileSystem files)
    {
        var ledger = new Ledger();
        try
        {
            await using var open = OpenedStore.Open(files, new FixedTimeProvider(), Settings);
            for (var number = 1; number <= 12; number++)
            {
                await ledger.TurnAsync(open, number);
            }
        }
        catch (StoreUnavailableException)
        {
            // The power is gone; the ledger says what was promised until then.
        }

        return ledger;
    }

    private static async Task AssertHoldsAsync(PowerLossFileSystem files, Ledger ledger)
    {
        await using var open = OpenedStore.Open(files, new FixedTimeProvider(), Settings);
        foreach (var (message, least) in ledger.Acknowledged)
        {
            var turn = await open.Journal.FindAsync(TenantId.Default, message.TurnId, None);

            Assert.NotNull(turn);
            Assert.True(Rank(turn.State) >= Rank(least), $"{message.TurnId} went back from {least} to {turn.State}.");
            Assert.Equal(turn.State != TurnState.Received, turn.Answer is not null);
            Assert.Equal(AcceptResult.Duplicate, await open.Inbox.AcceptAsync(message with { TurnId = "another" }, None));
        }

        await AssertLeasedOnceAsync(open);
        Assert.InRange((await open.Votes.TallyAsync(TenantId.Default, "turn-1", None)).Up, ledger.VotesUp, ledger.VotesUp + 1);
        if (ledger.Forgotten)
        {
            Assert.DoesNotContain(
                await open.Journal.ListThreadAsync(SampleTurns.Thread("thread-0"), DateTimeOffset.MinValue, 100, None), turn => turn.Message.TurnId == "turn-3");
        }
    }

    private static async Task AssertLeasedOnceAsync(OpenedStore open)
    {
        var leased = new HashSet<string>();
        while (open.Inbox.Statistics.Waiting > 0)
        {
            var turn = await open.Inbox.LeaseAsync(None).WaitAsync(TimeSpan.FromSeconds(20));
            Assert.True(leased.Add(turn.Lease.TurnId));
            await open.Inbox.CompleteAsync(turn.Lease, None);
        }
    }

    private static int Rank(TurnState state) => state switch
    {
        TurnState.Received => 0,
        TurnState.Answered => 1,
        _ => 2,
    };

    /// <summary>What the store has acknowledged, which is what it owes.</summary>
    private sealed class Ledger
    {
        public Dictionary<InboundMessage, TurnState> Acknowledged { get; } = [];

        public int VotesUp { get; private set; }

        public bool Forgotten { get; private set; }

        public async Task TurnAsync(OpenedStore open, int number)
        {
            var message = SampleTurns.Message(number, "thread-" + (number % 3));
            await open.Inbox.AcceptAsync(message, None);
            Acknowledged[message] = TurnState.Received;
            if (number % 4 == 0)
            {
                return;
            }

            var turn = await open.Inbox.LeaseAsync(None);
            var leased = Acknowledged.Keys.Single(key => key.TurnId == turn.Lease.TurnId);
            await open.Inbox.RecordReceiptAsync(turn.Lease, new DeliveryReceipt("posted"), None);
            await open.Inbox.RecordAnswerAsync(turn.Lease, SampleTurns.Answer(), None);
            Acknowledged[leased] = TurnState.Answered;
            await open.Inbox.CompleteAsync(turn.Lease, None);
            Acknowledged[leased] = TurnState.Delivered;
            await VoteAndForgetAsync(open, number);
        }

        /// <summary>Offers every message as a platform does that got no answer; whatever is said, it is acknowledged now.</summary>
        public async Task OfferAgainAsync(OpenedStore open)
        {
            for (var number = 1; number <= 12; number++)
            {
                var message = SampleTurns.Message(number, "thread-" + (number % 3));
                await open.Inbox.AcceptAsync(message, None);
                Acknowledged.TryAdd(Acknowledged.Keys.FirstOrDefault(known => known.TurnId == message.TurnId) ?? message, TurnState.Received);
            }
        }

        private async Task VoteAndForgetAsync(OpenedStore open, int number)
        {
            await open.Votes.PutAsync(SampleTurns.Vote(VoteValue.Up, voter: "U" + number), None);
            VotesUp++;
            if (number == 3)
            {
                await open.Journal.ForgetThreadAsync(SampleTurns.Thread("thread-0"), None);
                Forgotten = true;
            }
        }
    }
}
