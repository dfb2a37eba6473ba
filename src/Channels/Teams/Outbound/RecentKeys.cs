namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>Remembers the last keys it was told, so many and no more. Thread-safe.</summary>
internal sealed class RecentKeys(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<string>> _keys = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _order = [];

    /// <summary>Remembers a key; false when it was known.</summary>
    public bool Add(string key)
    {
        lock (_gate)
        {
            if (_keys.ContainsKey(key))
            {
                return false;
            }

            _keys.Add(key, _order.AddLast(key));
            if (_order.Count > capacity)
            {
                Forget(_order.First!);
            }

            return true;
        }
    }

    public bool Contains(string key)
    {
        lock (_gate)
        {
            return _keys.ContainsKey(key);
        }
    }

    public void Remove(string key)
    {
        lock (_gate)
        {
            if (_keys.TryGetValue(key, out var node))
            {
                Forget(node);
            }
        }
    }

    private void Forget(LinkedListNode<string> node)
    {
        _keys.Remove(node.Value);
        _order.Remove(node);
    }
}
