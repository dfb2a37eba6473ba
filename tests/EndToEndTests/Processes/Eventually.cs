using System.Diagnostics;

namespace ChatOpsBot.EndToEndTests.Processes;

/// <summary>Waits for what another process brings about.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Returns as soon as the condition holds.</summary>
    /// <param name="condition">What to wait for.</param>
    /// <param name="otherwise">What to say when it never comes.</param>
    /// <param name="limit">How long to wait, when it is not the usual time.</param>
    public static async Task HoldsAsync(Func<bool> condition, Func<string> otherwise, TimeSpan? limit = null)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < (limit ?? Limit), $"Did not come within {limit ?? Limit}: {otherwise()}");
            await Task.Delay(Interval);
        }
    }
}
