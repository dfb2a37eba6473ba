using ChatOpsBot.RagCore.Inbox;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Turns;

/// <summary>How long a failed turn waits: exponential with full jitter, so that turns that failed together do not come back together .</summary>
internal sealed class RetrySchedule(IOptions<InboxOptions> options, Random random)
{
    private const int LargestShift = 30;

    /// <summary>Returns the wait after the given attempt (from 1).</summary>
    public TimeSpan DelayAfter(int attempt)
    {
        var ceiling = options.Value.RetryDelay * Math.Pow(2, Math.Min(attempt - 1, LargestShift));
        var capped = ceiling < options.Value.MaxRetryDelay ? ceiling : options.Value.MaxRetryDelay;
        return capped * random.NextDouble();
    }
}
