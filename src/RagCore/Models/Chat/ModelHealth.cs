using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.RagCore.Models.Chat;

/// <summary>Whether a model may be called: not after several faults in a row, and not while its provider asks for a pause.</summary>
internal sealed class ModelHealth(TimeProvider time, Random random)
{
    private static readonly TimeSpan OutagePause = TimeSpan.FromSeconds(15);

    // Where a provider asks for fewer calls without saying for how long.
    private static readonly TimeSpan ShortRest = TimeSpan.FromSeconds(2);

    // What a header says is not believed without a bound.
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);

    private readonly FailureBreaker _breaker = new(time, OutagePause, random);
    private long _restUntil;

    /// <summary>Gets a value indicating whether the model failed several times in a row.</summary>
    public bool IsOut => _breaker.IsOpen;

    /// <summary>Gets how long the provider still asks to be left alone; null when it does not.</summary>
    public TimeSpan? Rest
    {
        get
        {
            var left = Interlocked.Read(ref _restUntil) - time.GetUtcNow().UtcTicks;
            return left > 0 ? new TimeSpan(left) : null;
        }
    }

    /// <summary>Says whether the model may be called now. During an outage one caller a pause may.</summary>
    public bool MayCall() => Rest is null && _breaker.MayTry();

    /// <summary>Returns true when an outage is over.</summary>
    public bool Succeeded() => _breaker.Succeeded();

    /// <summary>Returns true when this was the fault that made it an outage.</summary>
    public bool Failed(ModelCallException fault)
    {
        if (fault.RetryAfter is { } asked)
        {
            RestFor(asked < LongestRest ? asked : LongestRest);
        }
        else if (fault.Fault == ModelFault.RateLimited)
        {
            RestFor(ShortRest);
        }

        return fault.Fault.IsOutage() && _breaker.Failed();
    }

    private void RestFor(TimeSpan pause) => Interlocked.Exchange(ref _restUntil, (time.GetUtcNow() + pause).UtcTicks);
}
