using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Storage.Spool;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Inbox;
using ChatOpsBot.TestKit.Storage;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOpsBot.RagCore.UnitTests.Storage.Spool;

public sealed class SpoolDrainerTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FixedTimeProvider _time = new();
    private readonly PowerLossFileSystem _files = new();
    private readonly FakeInbox _database = new();

    [Fact]
    public async Task What_waits_goes_to_the_database_once_it_answers()
    {
        using var bench = new SpooledBench(_files, _time, _database);
        using var drainer = await StartAsync(bench);
        _database.IsDown = true;
        await bench.AcceptAsync(SampleTurns.Message(1));
        await AdvanceUntilAsync(() => bench.Breaker.IsOpen);

        _database.IsDown = false;
        await AdvanceUntilAsync(() => _database.Accepted.Count == 1);

        await drainer.StopAsync(None);
    }

    [Fact]
    public async Task A_database_that_stays_down_is_asked_less_and_less_often_and_never_more_than_five_seconds_late()
    {
        using var bench = new SpooledBench(_files, _time, _database);
        _database.IsDown = true;
        await bench.AcceptAsync(SampleTurns.Message(1));
        _database.IsDown = false;
        var offers = 0;
        _database.OnOffered = _ =>
        {
            Interlocked.Increment(ref offers);
            throw new StoreUnavailableException("down for a test");
        };
        using var drainer = await StartAsync(bench);
        var asked = new List<DateTimeOffset>();
        for (var i = 0; asked.Count < 8 && i < 1_000; i++)
        {
            await UntilAsync(() => _time.Timers > 0);
            if (Volatile.Read(ref offers) > asked.Count)
            {
                asked.Add(_time.GetUtcNow());
            }

            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        var waits = asked.Zip(asked.Skip(1), (earlier, later) => later - earlier).ToList();
        Assert.Equal(7, waits.Count);
        Assert.InRange(waits[0], TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1.2));
        Assert.All(waits.Skip(3), wait => Assert.InRange(wait, TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(5.2)));
        await drainer.StopAsync(None);
    }

    [Fact]
    public async Task A_spool_that_could_not_be_used_is_opened_later()
    {
        _files.IsReadOnly = true;
        using var bench = new SpooledBench(_files, _time, _database);
        using var drainer = await StartAsync(bench);
        await UntilAsync(() => _time.Timers > 0);
        _files.IsReadOnly = false;

        _time.Advance(TimeSpan.FromSeconds(30));

        await UntilAsync(() => bench.Spool.IsOpen);
        await drainer.StopAsync(None);
    }

    private async Task<SpoolDrainer> StartAsync(SpooledBench bench)
    {
        var drainer = new SpoolDrainer(bench.Spool, bench.Drain, _time, new Random(1), NullLogger<SpoolDrainer>.Instance);
        await drainer.StartAsync(None);
        return drainer;
    }

    private async Task AdvanceUntilAsync(Func<bool> reached) => await UntilAsync(() =>
    {
        _time.Advance(TimeSpan.FromMilliseconds(500));
        return reached();
    });

    private static async Task UntilAsync(Func<bool> reached)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!reached())
        {
            await Task.Delay(1, patience.Token);
        }
    }
}
