namespace ChatOpsBot.RagCore.Usage;

/// <summary>Counts the turns of this process.</summary>
internal sealed class InProcessRateLimiter(TimeProvider time) : IRateLimiter
{
    /// <summary>How long a turn that was counted is known: longer than a turn that fails a few times takes.</summary>
    public static readonly TimeSpan RemembersTurns = TimeSpan.FromMinutes(10);

    // Above this, windows that hold nothing are forgotten.
    private const int MaxIdleWindows = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(RateScope Scope, string Key), RateWindow> _windows = [];
    private int _sweepAt = MaxIdleWindows;

    public Task<RateDecision> TryTakeAsync(RateRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult(Take(request, time.GetUtcNow()));
        }
    }

    private RateDecision Take(RateRequest request, DateTimeOffset now)
    {
        var windows = request.Limits.Select((limit, index) => WindowOf(limit, isNarrowest: index == 0, now)).ToList();
        if (windows[0].Holds(request.TurnId))
        {
            return RateDecision.Allowed;
        }

        var refusal = request.Limits
            .Select((limit, index) => new RateDecision(limit.Scope, windows[index].WaitFor(limit.PerMinute, now)))
            .MaxBy(decision => decision.RetryAfter);
        if (refusal.RetryAfter > TimeSpan.Zero)
        {
            return refusal;
        }

        windows.ForEach(window => window.Add(request.TurnId, now));
        return RateDecision.Allowed;
    }

    private RateWindow WindowOf(RateLimit limit, bool isNarrowest, DateTimeOffset now)
    {
        if (_windows.TryGetValue((limit.Scope, limit.Key), out var window))
        {
            window.Prune(now);
            return window;
        }

        if (_windows.Count >= _sweepAt)
        {
            ForgetIdle(now);
        }

        return _windows[(limit.Scope, limit.Key)] = new RateWindow(isNarrowest ? RemembersTurns : RateWindow.Minute);
    }

    private void ForgetIdle(DateTimeOffset now)
    {
        foreach (var (key, _) in _windows.Where(entry => entry.Value.Prune(now)).ToList())
        {
            _windows.Remove(key);
        }

        _sweepAt = Math.Max(MaxIdleWindows, _windows.Count * 2);
    }
}
