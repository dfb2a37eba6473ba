namespace ChatOpsBot.RagCore.Diagnostics;

/// <summary>Tries a call again after pauses that double and are spread, or are as long as the other side asks.</summary>
/// <param name="maxTries">How often a call is made, at most.</param>
/// <param name="firstPause">The first pause, from half to one and a half of it.</param>
/// <param name="longestPause">Who asks for a longer pause is not tried again here.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Spreads the pauses: replicas that lost a service together must not all come back in the same moment.</param>
internal sealed class Retries(int maxTries, TimeSpan firstPause, TimeSpan longestPause, TimeProvider time, Random random)
{
    /// <summary>Returns what a call returns, or throws what its last try threw.</summary>
    /// <param name="call">The call.</param>
    /// <param name="mayGoBetter">Says of a fault whether the next try may go better.</param>
    /// <param name="askedPause">Returns how long a fault asks to be left alone, when it does.</param>
    /// <param name="cancellationToken">Ends a pause.</param>
    public async Task<T> RunAsync<T, TFault>(
        Func<Task<T>> call, Func<TFault, bool> mayGoBetter, Func<TFault, TimeSpan?> askedPause, CancellationToken cancellationToken)
        where TFault : Exception
    {
        for (var number = 1; ; number++)
        {
            try
            {
                return await call();
            }
            catch (TFault fault) when (number < maxTries && mayGoBetter(fault) && !(askedPause(fault) > longestPause))
            {
                await Task.Delay(PauseAfter(number, askedPause(fault)), time, cancellationToken);
            }
        }
    }

    private TimeSpan PauseAfter(int number, TimeSpan? asked)
        => asked is { } pause ? pause + (firstPause * random.NextDouble()) : firstPause * Math.Pow(2, number - 1) * (0.5 + random.NextDouble());
}
