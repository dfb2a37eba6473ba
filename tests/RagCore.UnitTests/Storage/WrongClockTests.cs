using ChatOpsBot.TestKit.Storage;
using ChatOpsBot.TestKit.Time;
using ChatOpsBot.TestKit.Turns;

namespace ChatOpsBot.RagCore.UnitTests.Storage;

/// <summary>A clock that was wrong for a moment holds nothing for longer than an hour, and nothing at all after a restart.</summary>
public sealed class WrongClockTests
{
    [Fact]
    public async Task A_turn_put_off_by_a_wrong_clock_is_due_after_a_restart()
    {
        var disk = new PowerLossFileSystem();
        var ahead = new FixedTimeProvider(Messages.At.AddDays(1));
        await using (var store = OpenedStore.Open(disk, ahead))
        {
            await store.Inbox.AcceptAsync(Messages.Of("1"), CancellationToken.None);
            var turn = await store.Inbox.LeaseAsync(CancellationToken.None);
            await store.Inbox.RetryAsync(turn.Lease, TimeSpan.FromMilliseconds(50), "cause", CancellationToken.None);
        }

        await using var next = OpenedStore.Open(disk.Restart(PowerLoss.ProcessOnly), new FixedTimeProvider(Messages.At));
        var again = await next.Inbox.LeaseAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(2, again.Attempt);
    }
}
