namespace ChatOpsBot.RagCore.Usage;

/// <summary>The calls of one key.</summary>
internal abstract class PaceLane
{
    /// <summary>Gets or sets the time before which nothing goes.</summary>
    public DateTimeOffset BlockedUntil { get; set; } = DateTimeOffset.UnixEpoch;

    public static PaceLane Of(Pace pace) => pace.Burst > 1 ? new BurstLane(pace) : new SpacedLane(pace.Interval);

    /// <summary>Returns the first time from this one on that is free.</summary>
    public abstract DateTimeOffset Earliest(DateTimeOffset from);

    /// <summary>Takes a time. Forgets what is over.</summary>
    public abstract void Take(DateTimeOffset at, DateTimeOffset now);

    public abstract bool IsIdle(DateTimeOffset now);

    protected static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    /// <summary>A bucket. A call that is far ahead holds up those behind it once the burst is used.</summary>
    private sealed class BurstLane(Pace pace) : PaceLane
    {
        private DateTimeOffset _spentUntil = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset Earliest(DateTimeOffset from)
            => Later(Later(from, BlockedUntil), _spentUntil - (pace.Interval * (pace.Burst - 1)));

        public override void Take(DateTimeOffset at, DateTimeOffset now) => _spentUntil = Later(_spentUntil, at) + pace.Interval;

        public override bool IsIdle(DateTimeOffset now) => _spentUntil <= now && BlockedUntil <= now;
    }

    /// <summary>
    /// Calls an interval apart. Gaps are used: a call that another key holds back, such as that of a busy thread, takes its place far ahead and the
    /// others go before it.
    /// </summary>
    private sealed class SpacedLane(TimeSpan interval) : PaceLane
    {
        private readonly LinkedList<DateTimeOffset> _taken = [];

        public override DateTimeOffset Earliest(DateTimeOffset from)
        {
            var at = Later(from, BlockedUntil);
            foreach (var taken in _taken)
            {
                if (taken >= at + interval)
                {
                    break;
                }

                at = Later(at, taken + interval);
            }

            return at;
        }

        public override void Take(DateTimeOffset at, DateTimeOffset now)
        {
            while (_taken.First is { } first && first.Value + interval <= now)
            {
                _taken.RemoveFirst();
            }

            var before = _taken.Last;
            while (before is not null && before.Value > at)
            {
                before = before.Previous;
            }

            if (before is null)
            {
                _taken.AddFirst(at);
            }
            else
            {
                _taken.AddAfter(before, at);
            }
        }

        public override bool IsIdle(DateTimeOffset now)
            => (_taken.Last is not { } last || last.Value + interval <= now) && BlockedUntil <= now;
    }
}
