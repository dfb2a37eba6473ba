using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Records;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Embedded;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Storage;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.RagCore.UnitTests.Storage;

public sealed class RetentionTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly EmbeddedSettings Settings = OpenedStore.Settings with { SegmentBytes = 1_500 };

    private readonly FixedTimeProvider _time = new();
    private readonly PowerLossFileSystem _files = new();

    [Fact]
    public async Task Segments_older_than_is_kept_are_dropped_with_their_turns_and_votes()
    {
        await using var open = OpenedStore.Open(_files, _time, Settings);
        await EndTurnsAsync(open, 1, 10);
        await open.Votes.PutAsync(SampleTurns.Vote(VoteValue.Up), None);
        await EndTurnsAsync(open, 11, 20);

        _time.Advance(TimeSpan.FromDays(91));
        await EndTurnsAsync(open, 21, 25);

        Assert.DoesNotContain("0000000001.log", _files.List());
        Assert.Null(await open.Journal.FindAsync(TenantId.Default, "turn-1", None));
        Assert.Null(await open.Votes.FindAsync(TenantId.Default, "turn-1", "U1", None));
        Assert.False(await open.Journal.KnowsThreadAsync(SampleTurns.Thread("thread-1"), None));
        Assert.NotNull(await open.Journal.FindAsync(TenantId.Default, "turn-25", None));
    }

    [Fact]
    public async Task A_segment_with_an_unfinished_turn_is_kept_until_the_turn_has_ended()
    {
        await using var open = OpenedStore.Open(_files, _time, Settings);
        await open.Inbox.AcceptAsync(SampleTurns.Message(1, "waits"), None);
        var waiting = await open.Inbox.LeaseAsync(None);
        await EndTurnsAsync(open, 2, 12);

        _time.Advance(TimeSpan.FromDays(91));
        await EndTurnsAsync(open, 13, 20);
        Assert.Contains("0000000001.log", _files.List());

        await open.Inbox.CompleteAsync(waiting.Lease, None);
        _time.Advance(TimeSpan.FromDays(91));
        await EndTurnsAsync(open, 21, 30);
        Assert.DoesNotContain("0000000001.log", _files.List());
    }

    [Fact]
    public async Task A_segment_with_a_replayed_turn_is_kept_until_the_turn_has_ended_again()
    {
        await using (var open = OpenedStore.Open(_files, _time, Settings))
        {
            await open.Inbox.AcceptAsync(SampleTurns.Message(1, "dies"), None);
            await open.Inbox.DeadLetterAsync((await open.Inbox.LeaseAsync(None)).Lease, "timeout", None);
            await EndTurnsAsync(open, 2, 9);
            await open.Inbox.AcceptAsync(SampleTurns.Message(10, "waits"), None);
            await open.DeadLetters.ReplayAsync("turn-1", None);
            _ = await open.Inbox.LeaseAsync(None);
            _ = await open.Inbox.LeaseAsync(None);
            _time.Advance(TimeSpan.FromDays(91));
            await EndTurnsAsync(open, 11, 20);
            Assert.Contains("0000000001.log", _files.List());
        }

        await using var again = OpenedStore.Open(_files.Restart(PowerLoss.DropAll), _time, Settings);
        var replayed = await again.Inbox.LeaseAsync(None);
        Assert.Equal(("turn-1", 2), (replayed.Lease.TurnId, replayed.Attempt));
    }

    [Fact]
    public async Task A_dead_letter_is_kept_as_long_as_its_turn()
    {
        await using var open = OpenedStore.Open(_files, _time, Settings);
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        await open.Inbox.DeadLetterAsync((await open.Inbox.LeaseAsync(None)).Lease, "timeout", None);
        await EndTurnsAsync(open, 2, 12);
        Assert.Single(await open.DeadLetters.ListAsync(10, None));

        _time.Advance(TimeSpan.FromDays(91));
        await EndTurnsAsync(open, 13, 20);

        Assert.Empty(await open.DeadLetters.ListAsync(10, None));
        Assert.Equal(ReplayResult.Unknown, await open.DeadLetters.ReplayAsync("turn-1", None));
    }

    [Fact]
    public async Task What_remains_after_a_drop_is_the_same_after_a_restart()
    {
        await using (var open = OpenedStore.Open(_files, _time, Settings))
        {
            await EndTurnsAsync(open, 1, 10);
            _time.Advance(TimeSpan.FromDays(91));
            await EndTurnsAsync(open, 11, 20);
            await open.Inbox.AcceptAsync(SampleTurns.Message(99, "waits"), None);
        }

        await using var again = OpenedStore.Open(_files.Restart(PowerLoss.DropAll), _time, Settings);

        Assert.Equal(1, again.Inbox.Statistics.Waiting);
        Assert.Null(await again.Journal.FindAsync(TenantId.Default, "turn-1", None));
        Assert.NotNull(await again.Journal.FindAsync(TenantId.Default, "turn-20", None));
    }

    [Fact]
    public async Task A_kept_record_outlives_its_segment_and_the_next_restart()
    {
        var kept = new RecordKey(RecordKind.Installation, "T1");
        long version;
        await using (var open = OpenedStore.Open(_files, _time, Settings))
        {
            await open.Store.Records.TryWriteAsync(kept, "installed", 0, null, None);
            await open.Store.Records.TryWriteAsync(new RecordKey(RecordKind.Lock, "T1"), "held", 0, TimeSpan.FromMinutes(1), None);
            version = (await open.Store.Records.FindAsync(kept, None))!.Version;
            await EndTurnsAsync(open, 1, 10);

            _time.Advance(TimeSpan.FromDays(91));
            await EndTurnsAsync(open, 11, 20);
            await Eventually.HoldsAsync(() => Task.FromResult(!_files.List().Contains("0000000001.log")));
            Assert.Equal(("installed", version), await FindAsync(open));
        }

        await using var again = OpenedStore.Open(_files.Restart(PowerLoss.DropAll), _time, Settings);
        Assert.Equal(("installed", version), await FindAsync(again));
        Assert.True(await again.Store.Records.TryWriteAsync(kept, "again", version, null, None));

        async Task<(string Value, long Version)> FindAsync(OpenedStore open)
        {
            var found = await open.Store.Records.FindAsync(kept, None);
            return (found!.Value, found.Version);
        }
    }

    [Fact]
    public async Task A_removed_record_stays_removed_when_segments_go_and_after_a_restart()
    {
        var key = new RecordKey(RecordKind.Installation, "T1");
        await using (var open = OpenedStore.Open(_files, _time, Settings))
        {
            await open.Store.Records.TryWriteAsync(key, "installed", 0, null, None);
            await EndTurnsAsync(open, 1, 10);
            await open.Store.Records.TryRemoveAsync(key, null, None);
            _time.Advance(TimeSpan.FromDays(91));
            await EndTurnsAsync(open, 11, 20);
            Assert.DoesNotContain("0000000001.log", _files.List());
        }

        await using var again = OpenedStore.Open(_files.Restart(PowerLoss.DropAll), _time, Settings);
        Assert.Null(await again.Store.Records.FindAsync(key, None));
    }

    private static async Task EndTurnsAsync(OpenedStore open, int first, int last)
    {
        for (var number = first; number <= last; number++)
        {
            await open.Inbox.AcceptAsync(SampleTurns.Message(number, "thread-" + number), None);
            var lease = (await open.Inbox.LeaseAsync(None)).Lease;
            await open.Inbox.RecordAnswerAsync(lease, SampleTurns.Answer(), None);
            await open.Inbox.CompleteAsync(lease, None);
        }
    }
}
