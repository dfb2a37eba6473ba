using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>
/// Keeps calls under Slack's limits: per workspace and method (S-50), one message a second per Slack channel (S-52), and nothing for
/// a workspace and method that was told to wait (S-51).
/// </summary>
internal sealed class SlackPacer(TimeProvider time)
{
    private const int MaxKeys = 10_000;

    // A fifth of a minute's grant may go out at once, the rest is spread, so that no minute ever holds more than the grant.
    private const int BurstShare = 5;

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ChannelInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);

    /// <summary>Waits for the call's turn.</summary>
    /// <exception cref="SlackApiException">The turn is further away than a worker should wait.</exception>
    public async Task WaitAsync(SlackMethod method, string team, string? channel, CancellationToken cancellationToken)
    {
        var wait = Reserve(method, team, channel);
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    /// <summary>Stops a method for one workspace (S-51).</summary>
    public void Block(SlackMethod method, string team, TimeSpan retryAfter)
    {
        lock (_gate)
        {
            var lane = LaneOf($"{team}|{method.Name}", Interval(method), Burst(method));
            lane.BlockedUntil = Later(lane.BlockedUntil, time.GetUtcNow() + retryAfter);
        }
    }

    private TimeSpan Reserve(SlackMethod method, string team, string? channel)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var lane = LaneOf($"{team}|{method.Name}", Interval(method), Burst(method));
            var channelLane = channel is null ? null : LaneOf($"{team}|{method.Name}|{channel}", ChannelInterval, 1);
            var at = Later(lane.Earliest(now), channelLane?.Earliest(now) ?? now);
            if (at - now > MaxWait)
            {
                throw new SlackApiException(method, SlackErrors.RateLimited, DeliveryFailure.Transient, at - now);
            }

            lane.Take(at);
            channelLane?.Take(at);
            return at - now;
        }
    }

    private Lane LaneOf(string key, TimeSpan interval, int burst)
    {
        if (_lanes.TryGetValue(key, out var lane))
        {
            return lane;
        }

        if (_lanes.Count >= MaxKeys)
        {
            ForgetIdle();
        }

        return _lanes[key] = new Lane(interval, burst);
    }

    private void ForgetIdle()
    {
        var now = time.GetUtcNow();
        foreach (var (key, _) in _lanes.Where(entry => entry.Value.IsIdle(now)).ToList())
        {
            _lanes.Remove(key);
        }
    }

    private static int Burst(SlackMethod method) => Math.Max(1, method.PerMinute / BurstShare);

    private static TimeSpan Interval(SlackMethod method) => TimeSpan.FromMinutes(1) / (method.PerMinute - Burst(method));

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    /// <summary>Calls of one kind: <paramref name="burst"/> at once, then one per <paramref name="interval"/>.</summary>
    private sealed class Lane(TimeSpan interval, int burst)
    {
        private DateTimeOffset _spentUntil = DateTimeOffset.UnixEpoch;

        public DateTimeOffset BlockedUntil { get; set; }

        public DateTimeOffset Earliest(DateTimeOffset now) => Later(Later(now, BlockedUntil), _spentUntil - (interval * (burst - 1)));

        public void Take(DateTimeOffset at) => _spentUntil = Later(_spentUntil, at) + interval;

        public bool IsIdle(DateTimeOffset now) => _spentUntil <= now && BlockedUntil <= now;
    }
}
