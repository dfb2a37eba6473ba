namespace ChatOpsBot.RagCore.Storage.Spool;

/// <summary>Remembers that the database did not answer, so that not every message waits for it: one in about a second asks again.</summary>
internal sealed class DatabaseBreaker(TimeProvider time, Random random)
{
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private bool _isOpen;
    private long _since;
    private TimeSpan _wait;

    /// <summary>Gets a value indicating whether the database did not answer when it was last asked.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                return _isOpen;
            }
        }
    }

    /// <summary>Says whether the database may be asked now. While it is down, who is told so is the only one for a while.</summary>
    public bool MayTry()
    {
        lock (_gate)
        {
            if (!_isOpen)
            {
                return true;
            }

            if (time.GetElapsedTime(_since) < _wait)
            {
                return false;
            }

            Rest();
            return true;
        }
    }

    public void Succeeded()
    {
        lock (_gate)
        {
            _isOpen = false;
        }
    }

    public void Failed()
    {
        lock (_gate)
        {
            _isOpen = true;
            Rest();
        }
    }

    // Jittered upwards, so that replicas that lost the database together do not come back together.
    private void Rest()
    {
        _since = time.GetTimestamp();
        _wait = ProbeEvery * (1 + random.NextDouble());
    }
}
