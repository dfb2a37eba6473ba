namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>Remembers for a while in which rooms outsiders read along. Bounded. Thread-safe.</summary>
internal sealed class TeamsVerdicts(TimeProvider time)
{
    private const int MaxRooms = 10_000;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Tenant, string Room), (bool HasOutsiders, DateTimeOffset End, IReadOnlyList<string> Members)> _verdicts = [];
    private long _changes;

    /// <summary>Returns what is known of a room, or null.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="room">The room.</param>
    /// <param name="changes">What <see cref="Add"/> wants to know: how often anything was forgotten until now.</param>
    public bool? Find(string tenant, string room, out long changes)
    {
        lock (_gate)
        {
            changes = _changes;
            return _verdicts.TryGetValue(Key(tenant, room), out var verdict) && time.GetUtcNow() < verdict.End ? verdict.HasOutsiders : null;
        }
    }

    /// <summary>Returns who is known to be in a room, also when it is some time ago; nobody where it was not read.</summary>
    public IReadOnlyList<string> Members(string tenant, string room)
    {
        lock (_gate)
        {
            return _verdicts.TryGetValue(Key(tenant, room), out var verdict) ? verdict.Members : [];
        }
    }

    /// <summary>Remembers a verdict, unless somebody came or left while it was found.</summary>
    public void Add(string tenant, string room, bool hasOutsiders, IReadOnlyList<string> members, long changes)
    {
        lock (_gate)
        {
            if (changes != _changes)
            {
                return;
            }

            MakeRoom();
            _verdicts[Key(tenant, room)] = (hasOutsiders, time.GetUtcNow() + Life, members);
        }
    }

    /// <summary>Forgets a room; without a room, all of the tenant's.</summary>
    public void Forget(string tenant, string? room)
    {
        lock (_gate)
        {
            _changes++;
            if (room is not null)
            {
                _verdicts.Remove(Key(tenant, room));
                return;
            }

            var theirs = Key(tenant, string.Empty).Tenant;
            Remove(_verdicts.Keys.Where(key => key.Tenant == theirs));
        }
    }

    private void MakeRoom()
    {
        if (_verdicts.Count < MaxRooms)
        {
            return;
        }

        var now = time.GetUtcNow();
        Remove(_verdicts.Where(verdict => verdict.Value.End <= now).Select(verdict => verdict.Key));
        if (_verdicts.Count >= MaxRooms)
        {
            _verdicts.Clear();
        }
    }

    private void Remove(IEnumerable<(string Tenant, string Room)> keys)
    {
        foreach (var key in keys.ToList())
        {
            _verdicts.Remove(key);
        }
    }

    private static (string Tenant, string Room) Key(string tenant, string room) => (tenant.ToUpperInvariant(), room);
}
