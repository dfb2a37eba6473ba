namespace ChatOpsBot.TestKit.Time;

/// <summary>Waits for what happens behind a request.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Returns when a condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="patience">How long to wait; a minute when not said.</param>
    /// <exception cref="TimeoutException">It did not hold within the time.</exception>
    public static async Task HoldsAsync(Func<Task<bool>> condition, TimeSpan? patience = null)
    {
        for (var until = DateTime.UtcNow + (patience ?? TimeSpan.FromMinutes(1)); !await condition();)
        {
            if (DateTime.UtcNow > until)
            {
                throw new TimeoutException("What was waited for did not happen.");
            }

            await Task.Delay(Pause);
        }
    }
}
