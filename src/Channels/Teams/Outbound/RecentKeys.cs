namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>Remembers the last keys it was told, so many and no more. Thread-safe.</summary>
internal sealed class RecentKeys(int capacity)
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Remembers a key; false when it was known.</summary>
    public bool Add(string key)
    {
        lock (_gate)
        {
            if (!_keys.Add(key))
            {
                return false;
            }

            _order.Enqueue(key);
            if (_order.Count > capacity)
            {
                _keys.Remove(_order.Dequeue());
            }

            return true;
        }
    }

    public bool Contains(string key)
    {
        lock (_gate)
        {
            return _keys.Contains(key);
        }
    }

    public void Remove(string key)
    {
        lock (_gate)
        {
            _keys.Remove(key);
        }
    }
}
