using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Storage.Embedded;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Storage;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOpsBot.RagCore.UnitTests.Storage;

/// <summary>What an operator is told while nothing can be stored.</summary>
public sealed class ObstacleTests
{
    private readonly PowerLossFileSystem _files = new();
    private readonly FixedTimeProvider _time = new();

    [Fact]
    public async Task A_full_disk_is_told_until_something_can_be_written_again()
    {
        await using var open = OpenedStore.Open(_files, _time);
        _files.BytesLeft = 0;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => AcceptAsync(open, 1));

        var obstacle = open.Inbox.Statistics.Obstacle;
        _files.BytesLeft = long.MaxValue;
        await AcceptAsync(open, 1);

        Assert.StartsWith("The disk", obstacle, StringComparison.Ordinal);
        Assert.Null(open.Inbox.Statistics.Obstacle);
    }

    [Fact]
    public async Task Nothing_refused_for_a_while_is_no_obstacle()
    {
        await using var open = OpenedStore.Open(_files, _time);
        _files.BytesLeft = 0;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => AcceptAsync(open, 1));

        _time.Advance(TimeSpan.FromSeconds(11));

        Assert.Null(open.Inbox.Statistics.Obstacle);
    }

    [Fact]
    public async Task A_log_that_failed_stops_the_host_with_an_exit_code_and_stays_an_obstacle()
    {
        using var host = new Host();
        var store = new EmbeddedStore(_files, OpenedStore.Settings, _time, NullLogger<EmbeddedStore>.Instance);
        await new EmbeddedStoreService(store, host).StartingAsync(CancellationToken.None);
        var inbox = new EmbeddedInbox(store, _time, NullLogger<EmbeddedInbox>.Instance);
        _files.FlushFails = true;

        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await inbox.AcceptAsync(SampleTurns.Message(1), CancellationToken.None));
        await host.Stopped.Task.WaitAsync(TimeSpan.FromSeconds(10));
        var exitCode = Environment.ExitCode;
        Environment.ExitCode = 0;
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(1, exitCode);
        Assert.NotNull(inbox.Statistics.Obstacle);
        store.Dispose();
    }

    private static async Task AcceptAsync(OpenedStore open, int number)
        => await open.Inbox.AcceptAsync(SampleTurns.Message(number), CancellationToken.None);

    private sealed class Host : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _never = new();

        public TaskCompletionSource Stopped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CancellationToken ApplicationStarted => _never.Token;

        public CancellationToken ApplicationStopping => _never.Token;

        public CancellationToken ApplicationStopped => _never.Token;

        public void StopApplication() => Stopped.TrySetResult();

        public void Dispose() => _never.Dispose();
    }
}
