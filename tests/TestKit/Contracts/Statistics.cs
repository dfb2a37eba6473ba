using ChatOpsBot.RagCore.Inbox;
using Xunit;

namespace ChatOpsBot.TestKit.Contracts;

/// <summary>Compares how much waits. A store that many replicas share counts only now and then.</summary>
internal static class Statistics
{
    private const int Tries = 10;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>Lets the store count until it says what is expected, or ten times have passed.</summary>
    public static async Task AreAsync(InboxStatistics expected, IInbox inbox, Func<TimeSpan, Task> advance)
    {
        for (var tries = 0; tries < Tries && inbox.Statistics != expected; tries++)
        {
            await advance(Tick);
            await Task.Delay(20);
        }

        Assert.Equal(expected, inbox.Statistics);
    }
}
