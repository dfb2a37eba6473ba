namespace ChatOpsBot.RagCore.Usage;

/// <summary>Keeps calls within the paces a platform allows: a call takes the first time that is free by every key it is counted by.</summary>
public sealed class PaceLanes(TimeProvider time)
{
    // Above this, lanes that hold nothing up are forgotten.
    private const int MaxIdleKeys = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, PaceLane> _lanes = new(StringComparer.Ordinal);
    private int _sweepAt = MaxIdleKeys;

    /// <summary>Takes the first free time. Takes nothing when that is further away than allowed.</summary>
    /// <param name="maxWait">The longest wait that is worth it.</param>
    /// <param name="wait">How long the caller must wait, or would have to.</param>
    /// <param name="keys">What the call is counted by.</param>
    public bool TryTake(TimeSpan maxWait, out TimeSpan wait, params ReadOnlySpan<PaceKey> keys)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var at = Earliest(now, keys);
            wait = at - now;
            if (wait > maxWait)
            {
                return false;
            }

            foreach (var key in keys)
            {
                LaneOf(key, now).Take(at, now);
            }

            return true;
        }
    }

    /// <summary>Lets nothing of this key go for a time. Who has taken a time already keeps it.</summary>
    public void Block(PaceKey key, TimeSpan duration)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var lane = LaneOf(key, now);
            lane.BlockedUntil = lane.BlockedUntil > now + duration ? lane.BlockedUntil : now + duration;
        }
    }

    private DateTimeOffset Earliest(DateTimeOffset now, ReadOnlySpan<PaceKey> keys)
    {
        var at = now;
        for (var settled = false; !settled;)
        {
            var before = at;
            foreach (var key in keys)
            {
                at = LaneOf(key, now).Earliest(at);
            }

            settled = at == before;
        }

        return at;
    }

    private PaceLane LaneOf(PaceKey key, DateTimeOffset now)
    {
        if (_lanes.TryGetValue(key.Key, out var lane))
        {
            return lane;
        }

        if (_lanes.Count >= _sweepAt)
        {
            ForgetIdle(now);
        }

        return _lanes[key.Key] = PaceLane.Of(key.Pace);
    }

    // Keys that are busy are as many as calls under way and cannot be forgotten; they must not make every further key a sweep.
    private void ForgetIdle(DateTimeOffset now)
    {
        foreach (var (key, _) in _lanes.Where(entry => entry.Value.IsIdle(now)).ToList())
        {
            _lanes.Remove(key);
        }

        _sweepAt = Math.Max(MaxIdleKeys, _lanes.Count * 2);
    }
}
