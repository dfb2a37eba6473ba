using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Inbox;
using ChatOpsBot.TestKit.Storage;
using ChatOpsBot.TestKit.Time;
using FsCheck;
using FsCheck.Fluent;

namespace ChatOpsBot.RagCore.UnitTests.Storage.Spool;

/// <summary>Random sequences of deliveries, outages, crashes and drains: whatever was accepted is in the database once, in the order of its thread.</summary>
public sealed class SpooledInboxModelTests
{
    private const int Threads = 3;
    private const int Numbers = 60;

    [Fact]
    public void Whatever_was_accepted_becomes_one_turn_in_the_order_of_its_thread()
        => Prop.ForAll(
            Gen.Choose(0, 99_999).ListOf().ToArbitrary(),
            steps => RunAsync([.. steps]).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithStartSize(10).WithEndSize(150).WithReplay(20260302UL, 7UL));

    private static async Task<bool> RunAsync(int[] steps)
    {
        var world = new World();
        try
        {
            foreach (var step in steps)
            {
                await world.StepAsync(step % 10, step / 10);
            }

            await world.AssertEndsWellAsync();
        }
        finally
        {
            world.Dispose();
        }

        return true;
    }

    private sealed class World : IDisposable
    {
        private readonly FixedTimeProvider _time = new();
        private readonly FakeInbox _database = new();
        private readonly List<int> _accepted = [];
        private readonly HashSet<int> _uncertain = [];
        private PowerLossFileSystem _files = new();
        private SpooledBench _bench;

        public World() => _bench = Open();

        public async Task StepAsync(int kind, int argument)
        {
            switch (kind)
            {
                case 0 or 1 or 2 or 3:
                    await AcceptAsync(argument % Numbers);
                    break;
                case 4:
                    Fail(argument % 4);
                    break;
                case 5:
                    Fail(0);
                    break;
                case 6:
                    _files.BytesLeft = argument % 2 == 0 ? long.MaxValue : argument % 700;
                    break;
                case 7:
                    await _bench.Drain.RunOnceAsync(CancellationToken.None);
                    break;
                case 8:
                    _time.Advance(TimeSpan.FromSeconds(argument % 3));
                    break;
                default:
                    Restart((PowerLoss)(argument % 4));
                    break;
            }
        }

        public async Task AssertEndsWellAsync()
        {
            Fail(0);
            _files.BytesLeft = long.MaxValue;
            await _bench.DrainAsync();

            var turns = _database.Accepted.Select(message => int.Parse(message.TurnId["turn-".Length..], null)).ToList();
            Assert.Equal(turns.Distinct(), turns);
            Assert.All(Enumerable.Range(0, Threads), thread => Assert.Equal(Certain(_accepted, thread), Certain(turns, thread)));
            Assert.Empty(_accepted.Except(turns));
            Assert.Equal(0, _bench.Spool.Statistics.Waiting);
        }

        public void Dispose() => _bench.Dispose();

        private async Task AcceptAsync(int number)
        {
            try
            {
                var result = await _bench.AcceptAsync(SampleTurns.Message(number, "thread-" + ThreadOf(number)));
                if (result == AcceptResult.Accepted && !_accepted.Contains(number))
                {
                    _accepted.Add(number);
                }
            }
            catch (StoreUnavailableException)
            {
                // It may have been stored all the same, before others of its thread: nobody was promised a place.
                _uncertain.Add(number);
            }
        }

        private void Fail(int how)
        {
            _database.IsDown = how == 1;
            _database.IsFull = how == 2;
            _database.OnAccepted = how == 3 ? () => throw new StoreUnavailableException("timed out for a test") : null;
        }

        private void Restart(PowerLoss loss)
        {
            _bench.Dispose();
            _files = _files.Restart(loss);
            _bench = Open();
        }

        private SpooledBench Open() => new(_files, _time, _database, OpenedSpool.Settings with { SegmentBytes = 3_000 });

        private IEnumerable<int> Certain(IEnumerable<int> numbers, int thread)
            => numbers.Where(number => ThreadOf(number) == thread && !_uncertain.Contains(number));

        private static int ThreadOf(int number) => number % Threads;
    }
}
