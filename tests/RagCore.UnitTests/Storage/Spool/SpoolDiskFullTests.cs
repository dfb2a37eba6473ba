using System.Diagnostics;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Log;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Inbox;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.RagCore.UnitTests.Storage.Spool;

/// <summary>A disk that is really full, where a small one can be mounted.</summary>
public sealed class SpoolDiskFullTests
{
    private static readonly string Ballast = new('x', 200_000);

    [Fact]
    public async Task A_full_disk_refuses_and_takes_messages_again_once_the_database_has_what_waited()
    {
        using var folder = new TemporaryFolder();
        if (!Run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder.Path))
        {
            // Only root may; the same is tested on a disk in memory.
            return;
        }

        try
        {
            await FillAndDrainAsync(Path.Combine(folder.Path, "spool"));
        }
        finally
        {
            Run("umount", folder.Path);
        }
    }

    private static async Task FillAndDrainAsync(string path)
    {
        var database = new FakeInbox { IsDown = true };
        using var bench = new SpooledBench(
            new PhysicalLogFileSystem(path), new FixedTimeProvider(), database, OpenedSpool.Settings with { MaxBytes = 64 << 20, SegmentBytes = 256 << 10 });
        var taken = 0;
        await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
        {
            for (; taken < 100; taken++)
            {
                await bench.AcceptAsync(Large(taken));
            }
        });
        Assert.InRange(taken, 5, 10);
        Assert.NotNull(bench.Inbox.Statistics.Obstacle);

        database.IsDown = false;
        await bench.DrainAsync();
        Assert.True(SpinWait.SpinUntil(() => Directory.GetFiles(path, "*.log").Length == 1, TimeSpan.FromSeconds(20)));
        database.IsDown = true;

        Assert.Equal(AcceptResult.Accepted, await bench.AcceptAsync(Large(taken)));
        Assert.Null(bench.Inbox.Statistics.Obstacle);
        Assert.Equal(Enumerable.Range(0, taken).Select(number => "turn-" + number), database.Accepted.Select(message => message.TurnId));
    }

    private static InboundMessage Large(int number) => SampleTurns.Message(number) with { Text = Ballast };

    private static bool Run(string program, params string[] arguments)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
