namespace ChatOpsBot.RagCore.Storage.Redis;

/// <summary>Leaves a Redis alone that failed several times in a row, so that not every turn waits for its budget.</summary>
internal sealed class RedisBreaker(TimeProvider time, Random random)
{
    private const int FailuresInARow = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private DateTimeOffset _skipUntil = DateTimeOffset.MinValue;
    private int _failures;

    /// <summary>Says whether Redis may be asked. During an outage one caller a pause may, to see whether it is over.</summary>
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

    // Replicas that lost Redis together must not all come back in the same moment.
    private TimeSpan NextPause() => Pause * (0.5 + random.NextDouble());
}
