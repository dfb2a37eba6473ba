namespace ChatOpsBot.TestKit.Teams.Connector;

/// <summary>Teams' limits as sliding windows over arrivals (T-17): per thread 7/1 s, 8/2 s, 60/30 s and 1,800/3,600 s, twice that for members, per tenant 30/1 s.</summary>
internal sealed class FakeTeamsLimits(TimeProvider time)
{
    private static readonly (int Count, int Seconds)[] PerThread = [(7, 1), (8, 2), (60, 30), (1_800, 3_600)];
    private static readonly (int Count, int Seconds)[] PerRoster = [(14, 1), (16, 2), (120, 30), (3_600, 3_600)];
    private static readonly (int Count, int Seconds)[] PerTenant = [(30, 1)];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<DateTimeOffset>> _arrivals = new(StringComparer.Ordinal);

    /// <summary>Counts a request; returns how many seconds to wait when it is one too many.</summary>
    public int? Exceeded(string conversation, bool isRoster)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var thread = ArrivalsAt(isRoster ? "members of " + conversation : conversation);
            var tenant = ArrivalsAt(string.Empty);
            if ((Wait(thread, isRoster ? PerRoster : PerThread, now) ?? Wait(tenant, PerTenant, now)) is { } wait)
            {
                return Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
            }

            thread.Add(now);
            tenant.Add(now);
            return null;
        }
    }

    private static TimeSpan? Wait(List<DateTimeOffset> arrivals, (int Count, int Seconds)[] windows, DateTimeOffset now)
    {
        foreach (var (count, seconds) in windows)
        {
            var window = TimeSpan.FromSeconds(seconds);
            if (arrivals.Count >= count && now - arrivals[^count] < window)
            {
                return window - (now - arrivals[^count]);
            }
        }

        return null;
    }

    private List<DateTimeOffset> ArrivalsAt(string key)
    {
        if (!_arrivals.TryGetValue(key, out var arrivals))
        {
            _arrivals[key] = arrivals = [];
        }

        return arrivals;
    }
}
