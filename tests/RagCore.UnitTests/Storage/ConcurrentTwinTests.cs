using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Storage;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.RagCore.UnitTests.Storage;

/// <summary>Two deliveries of one message, or two votes of one person, the second while the first is on its way to the disk.</summary>
public sealed class ConcurrentTwinTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly PowerLossFileSystem _files = new();
    private readonly FixedTimeProvider _time = new();

    [Fact]
    public async Task A_twin_is_a_duplicate_only_once_the_first_is_on_the_disk()
    {
        await using var open = OpenedStore.Open(_files, _time);
        using var held = new HeldWrite(_files);
        var first = open.Inbox.AcceptAsync(SampleTurns.Message(1), None).AsTask();
        await held.Reached.WaitAsync(Patience);

        var twin = open.Inbox.AcceptAsync(SampleTurns.Message(1) with { TurnId = "turn-twin" }, None).AsTask();
        Assert.False(twin.IsCompleted);
        held.Release();

        Assert.Equal(AcceptResult.Accepted, await first.WaitAsync(Patience));
        Assert.Equal(AcceptResult.Duplicate, await twin.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_twin_is_accepted_when_the_first_never_got_to_the_disk()
    {
        await using var open = OpenedStore.Open(_files, _time);
        using var held = new HeldWrite(_files);
        var first = open.Inbox.AcceptAsync(SampleTurns.Message(1), None).AsTask();
        await held.Reached.WaitAsync(Patience);
        var twin = open.Inbox.AcceptAsync(SampleTurns.Message(1) with { TurnId = "turn-twin" }, None).AsTask();

        held.ReleaseOntoFullDisk();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => first.WaitAsync(Patience));
        Assert.Equal(AcceptResult.Accepted, await twin.WaitAsync(Patience));
        Assert.Equal("turn-twin", (await open.Inbox.LeaseAsync(None).WaitAsync(Patience)).Lease.TurnId);
    }

    [Fact]
    public async Task A_twin_that_stops_waiting_changes_nothing()
    {
        await using var open = OpenedStore.Open(_files, _time);
        using var held = new HeldWrite(_files);
        using var stop = new CancellationTokenSource();
        var first = open.Inbox.AcceptAsync(SampleTurns.Message(1), None).AsTask();
        await held.Reached.WaitAsync(Patience);
        var twin = open.Inbox.AcceptAsync(SampleTurns.Message(1), stop.Token).AsTask();

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => twin.WaitAsync(Patience));
        held.Release();

        Assert.Equal(AcceptResult.Accepted, await first.WaitAsync(Patience));
    }

    [Fact]
    public async Task An_older_vote_that_meets_a_newer_one_on_the_way_does_not_replace_it()
    {
        await using var open = OpenedStore.Open(_files, _time);
        using var held = new HeldWrite(_files);
        var newer = open.Votes.PutAsync(SampleTurns.Vote(VoteValue.Up, castAtSecond: 2), None);
        await held.Reached.WaitAsync(Patience);
        var older = open.Votes.PutAsync(SampleTurns.Vote(VoteValue.Down, castAtSecond: 1), None);
        held.Release();

        Assert.Equal(VoteValue.Up, (await newer.WaitAsync(Patience)).Vote.Value);
        Assert.Equal(VoteValue.Up, (await older.WaitAsync(Patience)).Vote.Value);
        Assert.Equal(new VoteTally(1, 0), await open.Votes.TallyAsync(TenantId.Default, "turn-1", None));
    }

    /// <summary>Holds the first write up until it is released; the writes after it pass.</summary>
    private sealed class HeldWrite : IDisposable
    {
        private readonly PowerLossFileSystem _files;
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _released = new();
        private int _writes;

        public HeldWrite(PowerLossFileSystem files)
        {
            _files = files;
            files.BeforeWrite = OnWrite;
        }

        public Task Reached => _reached.Task;

        public void Release() => _released.Set();

        public void ReleaseOntoFullDisk()
        {
            _files.BytesLeft = 0;
            Release();
        }

        public void Dispose()
        {
            Release();
            _released.Dispose();
        }

        private void OnWrite()
        {
            if (Interlocked.Increment(ref _writes) > 1)
            {
                _files.BytesLeft = long.MaxValue;
                return;
            }

            _reached.SetResult();
            _released.Wait(Patience);
        }
    }
}
