using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Storage;
using ChatOpsBot.TestKit.Time;
using FsCheck;
using FsCheck.Fluent;

namespace ChatOpsBot.RagCore.UnitTests.Storage;

/// <summary>Random sequences of steps, with restarts and power losses in between, against a model of a few lines.</summary>
public sealed class InboxModelTests
{
    private const int Threads = 3;
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public void Any_sequence_of_steps_ends_as_the_model_says()
        => Prop.ForAll(
            Gen.Choose(0, 9_999).ListOf().ToArbitrary(),
            steps => RunAsync([.. steps]).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithStartSize(10).WithEndSize(120).WithReplay(20260302UL, 7UL));

    private static async Task<bool> RunAsync(int[] steps)
    {
        var world = new World();
        try
        {
            foreach (var step in steps)
            {
                await world.StepAsync(step % 12, step / 12);
                world.AssertCounts();
            }

            await world.DrainAsync();
        }
        finally
        {
            await world.Open.DisposeAsync();
        }

        return true;
    }

    /// <summary>The store and what it should hold: the unfinished turns in order of arrival, and which of them are leased.</summary>
    private sealed class World
    {
        private readonly FixedTimeProvider _time = new();
        private readonly List<ModelTurn> _pending = [];
        private readonly List<ModelTurn> _dead = [];
        private readonly HashSet<int> _accepted = [];
        private PowerLossFileSystem _files = new();

        public World() => Open = OpenedStore.Open(_files, _time);

        public OpenedStore Open { get; private set; }

        public Task StepAsync(int kind, int argument) => kind switch
        {
            0 or 1 or 2 => AcceptAsync(argument % 40),
            3 or 4 => LeaseAsync(),
            5 => OnLeasedAsync(argument, CompleteAsync),
            6 => OnLeasedAsync(argument, AnswerAsync),
            7 => OnLeasedAsync(argument, RetryAsync),
            8 => ChangeAsync(argument),
            9 => OnLeasedAsync(argument, turn => DieAsync(turn, argument)),
            10 => ReplayAsync(argument),
            _ => RestartAsync(argument),
        };

        public void AssertCounts()
        {
            var leased = _pending.Count(turn => turn.Lease is not null);
            Assert.Equal(new InboxStatistics(_pending.Count - leased, leased, _pending.FirstOrDefault()?.ReceivedAt), Open.Inbox.Statistics);
        }

        /// <summary>Ends every turn, each exactly once and in the order of its thread.</summary>
        public async Task DrainAsync()
        {
            await RestartAsync(0);
            while (_pending.Count > 0)
            {
                await LeaseAsync();
                await OnLeasedAsync(0, CompleteAsync);
            }

            AssertCounts();
        }

        private async Task AcceptAsync(int number)
        {
            var message = SampleTurns.Message(number, ThreadOf(number));
            var expected = _accepted.Add(number) ? AcceptResult.Accepted : AcceptResult.Duplicate;

            Assert.Equal(expected, await Open.Inbox.AcceptAsync(message, None));
            if (expected == AcceptResult.Accepted)
            {
                _pending.Add(new ModelTurn(number, _accepted.Count, message.ReceivedAt));
            }
        }

        private async Task LeaseAsync()
        {
            var expected = Runnable().FirstOrDefault();
            if (expected is null)
            {
                await AssertNothingToLeaseAsync();
                return;
            }

            var leased = await Open.Inbox.LeaseAsync(None).WaitAsync(TimeSpan.FromSeconds(20));

            Assert.Equal("turn-" + expected.Number, leased.Lease.TurnId);
            Assert.Equal(++expected.Attempt, leased.Attempt);
            Assert.Equal(expected.IsAnswered, leased.Answer is not null);
            Assert.Equal(expected.IsReplayed || expected.Attempt > 1, leased.MayHavePosted);
            Assert.Equal(expected.Text ?? "Question " + expected.Number, leased.Message.Text);
            expected.Lease = leased.Lease;
        }

        private async Task AssertNothingToLeaseAsync()
        {
            using var stop = new CancellationTokenSource();
            var nothing = Open.Inbox.LeaseAsync(stop.Token);
            Assert.False(nothing.IsCompleted);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => nothing);
        }

        private async Task OnLeasedAsync(int argument, Func<ModelTurn, Task> act)
        {
            ModelTurn[] leased = [.. _pending.Where(turn => turn.Lease is not null)];
            if (leased.Length > 0)
            {
                await act(leased[argument % leased.Length]);
            }
        }

        private async Task CompleteAsync(ModelTurn turn)
        {
            await Open.Inbox.CompleteAsync(turn.Lease!.Value, None);
            _pending.Remove(turn);
        }

        private async Task AnswerAsync(ModelTurn turn)
        {
            if (!turn.IsAnswered)
            {
                await Open.Inbox.RecordAnswerAsync(turn.Lease!.Value, SampleTurns.Answer(), None);
                turn.IsAnswered = true;
            }
        }

        private async Task RetryAsync(ModelTurn turn)
        {
            await Open.Inbox.RetryAsync(turn.Lease!.Value, TimeSpan.Zero, "timeout", None);
            turn.Lease = null;
        }

        private async Task DieAsync(ModelTurn turn, int argument)
        {
            if (!turn.IsAnswered && argument % 2 == 0)
            {
                await Open.Inbox.RecordAnswerAsync(turn.Lease!.Value, SampleTurns.Answer() with { FailureCause = "timeout" }, None);
            }

            await Open.Inbox.DeadLetterAsync(turn.Lease!.Value, "timeout", None);
            turn.Lease = null;
            _pending.Remove(turn);
            _dead.Insert(0, turn);
        }

        private async Task ReplayAsync(int argument)
        {
            var listed = await Open.DeadLetters.ListAsync(100, None);
            Assert.Equal(_dead.Select(turn => ("turn-" + turn.Number, turn.Attempt, turn.IsAnswered)), listed.Select(letter => (letter.TurnId, letter.Attempts, letter.HasAnswer)));

            var number = argument % 40;
            var dead = _dead.Find(candidate => candidate.Number == number) ?? _dead.FirstOrDefault();
            var expected = dead is not null ? ReplayResult.Replayed : _accepted.Contains(number) ? ReplayResult.NotDead : ReplayResult.Unknown;
            Assert.Equal(expected, await Open.DeadLetters.ReplayAsync("turn-" + (dead?.Number ?? number), None));
            if (dead is not null)
            {
                (dead.Attempt, dead.IsReplayed) = (0, true);
                _dead.Remove(dead);
                _pending.Insert(_pending.Count(turn => turn.Arrival < dead.Arrival), dead);
            }
        }

        private async Task ChangeAsync(int argument)
        {
            var number = argument % 40;
            var turn = _pending.Find(candidate => candidate.Number == number);
            var changeable = turn is { Attempt: 0, Lease: null, IsReplayed: false };
            var thread = SampleTurns.Thread(ThreadOf(number));
            if (argument % 3 == 0)
            {
                Assert.Equal(changeable, await Open.Inbox.TryCancelAsync(new(thread, "message-" + number, SampleTurns.Start), None));
                _pending.RemoveAll(candidate => changeable && candidate == turn);
                return;
            }

            Assert.Equal(changeable, await Open.Inbox.TryEditAsync(new(thread, "message-" + number, "Edited", SampleTurns.Start), None));
            turn?.Text = changeable ? "Edited" : turn.Text;
        }

        private async Task RestartAsync(int argument)
        {
            await Open.DisposeAsync();
            _files = _files.Restart((PowerLoss)(argument % 4));
            Open = OpenedStore.Open(_files, _time);
            _pending.ForEach(turn => turn.Lease = null);
        }

        private IEnumerable<ModelTurn> Runnable() => _pending
            .GroupBy(turn => turn.Number % Threads)
            .Where(thread => thread.All(turn => turn.Lease is null))
            .Select(thread => thread.First())
            .OrderBy(_pending.IndexOf);

        private static string ThreadOf(int number) => "thread-" + (number % Threads);
    }

    private sealed class ModelTurn(int number, int arrival, DateTimeOffset receivedAt)
    {
        public int Number { get; } = number;

        public int Arrival { get; } = arrival;

        public DateTimeOffset ReceivedAt { get; } = receivedAt;

        public TurnLease? Lease { get; set; }

        public int Attempt { get; set; }

        public bool IsAnswered { get; set; }

        public bool IsReplayed { get; set; }

        public string? Text { get; set; }
    }
}
