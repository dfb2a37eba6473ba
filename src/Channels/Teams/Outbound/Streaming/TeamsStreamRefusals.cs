namespace ChatOpsBot.Channels.Teams.Outbound.Streaming;

/// <summary>Remembers for an hour which tenants do not stream (T-30). Bounded. Thread-safe.</summary>
internal sealed class TeamsStreamRefusals(TimeProvider time)
{
    private const int MaxTenants = 10_000;

    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _ends = new(StringComparer.OrdinalIgnoreCase);

    public void Add(string tenant)
    {
        lock (_gate)
        {
            if (_ends.Count >= MaxTenants)
            {
                _ends.Clear();
            }

            _ends[tenant] = time.GetUtcNow() + Life;
        }
    }

    public bool Holds(string tenant)
    {
        lock (_gate)
        {
            return _ends.TryGetValue(tenant, out var end) && time.GetUtcNow() < end;
        }
    }
}
