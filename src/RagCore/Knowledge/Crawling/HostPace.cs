namespace ChatOpsBot.RagCore.Knowledge.Crawling;

/// <summary>How fast one host is asked: two requests at a time, a pause between their beginnings, and rest when it fails or asks for it.</summary>
internal sealed class HostPace(CrawlLimits limits, TimeProvider time) : IDisposable
{
    /// <summary>How many requests a host gets at a time.</summary>
    public const int Slots = 2;

    private readonly SemaphoreSlim _slots = new(Slots);
    private readonly Lock _gate = new();
    private DateTimeOffset _next;
    private DateTimeOffset _restsUntil;
    private TimeSpan _delay = limits.Delay;
    private int _failures;

    /// <summary>Gets a value indicating whether the host is left alone.</summary>
    public bool IsResting
    {
        get
        {
            lock (_gate)
            {
                return _failures >= limits.MaxFailuresInRow || time.GetUtcNow() < _restsUntil;
            }
        }
    }

    /// <summary>Forgets the failures of the crawl before; a rest the host asked for goes on.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            _failures = 0;
        }
    }

    /// <summary>Takes over the pause the host asks for, up to a bound.</summary>
    public void Ask(TimeSpan? delay)
    {
        lock (_gate)
        {
            _delay = delay is not { } asked || asked < limits.Delay ? limits.Delay : asked < limits.MaxDelay ? asked : limits.MaxDelay;
        }
    }

    /// <summary>Waits until the next request may begin. What is returned ends it.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        var turn = new Turn(_slots);
        try
        {
            if (Reserve() is { } wait && wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, cancellationToken);
            }

            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <summary>Lets no request begin for a while.</summary>
    public void Pause(TimeSpan wait)
    {
        lock (_gate)
        {
            var until = time.GetUtcNow() + wait;
            _next = until > _next ? until : _next;
        }
    }

    /// <summary>Leaves the host alone for as long as it asked, up to a bound.</summary>
    public void Rest(TimeSpan wait)
    {
        lock (_gate)
        {
            _restsUntil = time.GetUtcNow() + (wait < limits.MaxRest ? wait : limits.MaxRest);
        }
    }

    /// <summary>Counts what became of a request.</summary>
    public void Count(PageOutcome outcome)
    {
        lock (_gate)
        {
            _failures = outcome is PageOutcome.Unreachable or PageOutcome.TimedOut or PageOutcome.AddressRefused ? _failures + 1 : 0;
        }
    }

    public void Dispose() => _slots.Dispose();

    private TimeSpan? Reserve()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var start = _next > now ? _next : now;
            _next = start + _delay;
            return start - now;
        }
    }

    private sealed class Turn(SemaphoreSlim slots) : IDisposable
    {
        public void Dispose() => slots.Release();
    }
}
