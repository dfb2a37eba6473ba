using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Log;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Storage;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.RagCore.UnitTests.Storage;

public sealed class LogDamageTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FixedTimeProvider _time = new();

    [Fact]
    public async Task A_full_disk_refuses_the_message_and_takes_it_once_there_is_room()
    {
        var files = new PowerLossFileSystem();
        await using var open = OpenedStore.Open(files, _time);
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);

        files.BytesLeft = 300;
        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await open.Inbox.AcceptAsync(SampleTurns.Message(2), None));
        files.BytesLeft = long.MaxValue;

        Assert.Equal("The disk that holds /memory is full; free some space, nothing else is needed.", refusal.Message);
        Assert.Equal(AcceptResult.Accepted, await open.Inbox.AcceptAsync(SampleTurns.Message(2), None));
        Assert.Empty(open.Fatal);
        await using var again = OpenedStore.Open(files.Restart(PowerLoss.DropAll), _time);
        Assert.Equal(2, again.Inbox.Statistics.Waiting);
    }

    [Fact]
    public async Task A_step_that_found_the_disk_full_can_be_taken_again()
    {
        var files = new PowerLossFileSystem();
        await using var open = OpenedStore.Open(files, _time);
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        var lease = (await open.Inbox.LeaseAsync(None)).Lease;

        files.BytesLeft = 0;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => open.Inbox.RecordAnswerAsync(lease, SampleTurns.Answer(), None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => open.Inbox.CompleteAsync(lease, None));
        files.BytesLeft = long.MaxValue;

        await open.Inbox.RecordAnswerAsync(lease, SampleTurns.Answer(), None);
        await open.Inbox.CompleteAsync(lease, None);
    }

    [Fact]
    public async Task A_disk_that_is_full_when_a_segment_ends_begins_the_next_one_later()
    {
        var files = new PowerLossFileSystem();
        await using var open = OpenedStore.Open(files, _time, OpenedStore.Settings with { SegmentBytes = 500 });
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);

        files.BytesLeft = 5;
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await open.Inbox.AcceptAsync(SampleTurns.Message(2), None));
        files.BytesLeft = long.MaxValue;

        Assert.Equal(AcceptResult.Accepted, await open.Inbox.AcceptAsync(SampleTurns.Message(2), None));
        await using var again = OpenedStore.Open(files.Restart(PowerLoss.DropAll), _time);
        Assert.Equal(2, again.Inbox.Statistics.Waiting);
    }

    [Fact]
    public async Task A_flush_that_fails_ends_the_log_and_tells_the_host_once()
    {
        var files = new PowerLossFileSystem();
        await using var open = OpenedStore.Open(files, _time);
        files.FlushFails = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await open.Inbox.AcceptAsync(SampleTurns.Message(1), None));
        files.FlushFails = false;

        // A later flush may report success although the pages are gone: nothing is taken any more.
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await open.Inbox.AcceptAsync(SampleTurns.Message(1), None));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await open.Inbox.AcceptAsync(SampleTurns.Message(2), None));
        Assert.Single(open.Fatal);
    }

    [Fact]
    public async Task A_write_that_cannot_be_taken_back_ends_the_log()
    {
        var files = new PowerLossFileSystem { BytesLeft = 100, TruncateFails = false };
        await using var open = OpenedStore.Open(files, _time);
        files.TruncateFails = true;

        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await open.Inbox.AcceptAsync(SampleTurns.Message(1), None));

        Assert.Single(open.Fatal);
    }

    [Fact]
    public async Task Damage_in_a_sealed_segment_stops_the_start_and_names_file_and_place()
    {
        var files = await WriteSegmentsAsync();
        files.Corrupt("0000000001.log", 60);

        var refusal = Assert.Throws<StoreUnavailableException>(() => OpenedStore.Open(files, _time));

        Assert.Contains("/memory/0000000001.log is damaged at byte 24", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Restore the file from a backup", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_segment_stops_the_start()
    {
        var files = await WriteSegmentsAsync();
        files.Delete("0000000002.log");

        var refusal = Assert.Throws<StoreUnavailableException>(() => OpenedStore.Open(files, _time));

        Assert.Contains("0000000002.log is missing", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damage_at_the_end_of_the_last_segment_is_cut_off_and_kept_beside_it()
    {
        var files = new PowerLossFileSystem();
        int good;
        await using (var open = OpenedStore.Open(files, _time))
        {
            await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
            good = files.Contents("0000000001.log").Length;
            await open.Inbox.AcceptAsync(SampleTurns.Message(2), None);
        }

        var torn = files.Contents("0000000001.log")[good..];
        files.Corrupt("0000000001.log", good + 20);
        torn[20] ^= 0x40;

        await using var again = OpenedStore.Open(files, _time);

        Assert.Equal(1, again.Inbox.Statistics.Waiting);
        Assert.Equal(torn, files.Contents("0000000001.log.torn"));
        Assert.Equal(good, files.Contents("0000000001.log").Length);
    }

    [Fact]
    public async Task A_frame_that_belongs_elsewhere_is_not_taken_for_a_record()
    {
        var files = new PowerLossFileSystem();
        await using (var open = OpenedStore.Open(files, _time))
        {
            await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        }

        var contents = files.Contents("0000000001.log");
        using (var file = files.Open("0000000001.log"))
        {
            file.Write(contents.AsSpan(SegmentHeader.Size), contents.Length);
        }

        await using var again = OpenedStore.Open(files, _time);
        Assert.True(files.Contents("0000000001.log").Length == contents.Length);
    }

    [Fact]
    public async Task Damage_that_appears_while_running_sets_one_turn_aside_and_lets_the_others_run()
    {
        var files = new PowerLossFileSystem();
        await using var open = OpenedStore.Open(files, _time);
        await open.Inbox.AcceptAsync(SampleTurns.Message(1, "thread-1"), None);
        await open.Inbox.AcceptAsync(SampleTurns.Message(2, "thread-2"), None);
        files.Corrupt("0000000001.log", 300);

        Assert.Equal("turn-2", (await open.Inbox.LeaseAsync(None).WaitAsync(TimeSpan.FromSeconds(20))).Lease.TurnId);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => open.Journal.FindAsync(TenantId.Default, "turn-1", None));
    }

    [Fact]
    public async Task A_folder_is_used_by_one_store_at_a_time_and_the_second_one_is_told_by_whom()
    {
        using var folder = new TemporaryFolder();
        await using var open = OpenedStore.Open(new PhysicalLogFileSystem(folder.Path), _time);

        var refusal = Assert.Throws<StoreUnavailableException>(() => OpenedStore.Open(new PhysicalLogFileSystem(folder.Path), _time));

        Assert.StartsWith($"Storage:DataPath ({folder.Path}) is in use by ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(OperatingSystem.IsWindows() ? "another process" : $"process {Environment.ProcessId}.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_stops_the_start_with_key_value_and_mend()
    {
        var refusal = Assert.Throws<StoreUnavailableException>(() => OpenedStore.Open(new PowerLossFileSystem { IsReadOnly = true }, _time));

        Assert.StartsWith("Storage:DataPath (/memory) cannot be written: ", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith("Give the process the right to write there, or name another folder.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_is_a_file_stops_the_start_with_key_value_and_mend()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, string.Empty);

        var refusal = Assert.Throws<StoreUnavailableException>(() => OpenedStore.Open(new PhysicalLogFileSystem(file), _time));

        Assert.StartsWith($"Storage:DataPath ({file}) cannot be written: ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_not_open_takes_nothing()
    {
        var open = OpenedStore.Open(new PowerLossFileSystem(), _time);
        await open.DisposeAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await open.Inbox.AcceptAsync(SampleTurns.Message(1), None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => open.Inbox.LeaseAsync(None));
    }

    private async Task<PowerLossFileSystem> WriteSegmentsAsync()
    {
        var files = new PowerLossFileSystem();
        await using var open = OpenedStore.Open(files, _time, OpenedStore.Settings with { SegmentBytes = 1_000 });
        for (var number = 0; number < 6; number++)
        {
            await open.Inbox.AcceptAsync(SampleTurns.Message(number), None);
        }

        return files;
    }
}
