namespace ChatOpsBot.RagCore.Diagnostics;

/// <summary>Leaves a service alone that failed several times in a row, so that not everybody waits for it in vain.</summary>
/// <param name="time">The clock.</param>
/// <param name="pause">How long it is left alone before one caller may see whether the outage is over.</param>
/// <param name="random">Spreads the pause from half to one and a half of it, where replicas lose the service together; null for the pause as it is.</param>
internal class FailureBreaker(TimeProvider time, TimeSpan pause, Random? random = null)
{
    private const int FailuresInARow = 3;

    private readonly Lock _gate = new();
    private DateTimeOffset _skipUntil = DateTimeOffset.MinValue;
    private int _failures;

    /// <summary>Gets a value indicating whether the service is left alone.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                return _failures >= FailuresInARow;
            }
        }
    }

    /// <summary>Says whether the service may be asked. During an outage one caller a pause may, to see whether it is over.</summary>
    public bool MayTry()
    {
        lock (_gate)
        {
            if (_failures < FailuresInARow)
            {
                return true;
            }

            var now = time.GetUtcNow();
            if (now < _skipUntil)
            {
                return false;
            }

            _skipUntil = now + NextPause();
            return true;
        }
    }

    /// <summary>Returns true when this was the failure that made it an outage.</summary>
    public bool Failed()
    {
        lock (_gate)
        {
            _failures = Math.Min(_failures + 1, FailuresInARow + 1);
            _skipUntil = time.GetUtcNow() + NextPause();
            return _failures == FailuresInARow;
        }
    }

    /// <summary>Returns true when an outage is over.</summary>
    public bool Succeeded()
    {
        lock (_gate)
        {
            var isOver = _failures >= FailuresInARow;
            _failures = 0;
            return isOver;
        }
    }

    // Replicas that lost a service together must not all come back in the same moment.
    private TimeSpan NextPause() => random is null ? pause : pause * (0.5 + random.NextDouble());
}
