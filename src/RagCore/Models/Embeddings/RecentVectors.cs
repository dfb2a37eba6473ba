namespace ChatOpsBot.RagCore.Models.Embeddings;

/// <summary>The vectors used last, bounded. Thread-safe.</summary>
internal sealed class RecentVectors(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ContentKey, LinkedListNode<(ContentKey Key, ReadOnlyMemory<float> Vector)>> _nodes = [];
    private readonly LinkedList<(ContentKey Key, ReadOnlyMemory<float> Vector)> _byUse = new();

    public ReadOnlyMemory<float>? Find(ContentKey key)
    {
        lock (_gate)
        {
            if (!_nodes.TryGetValue(key, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Vector;
        }
    }

    public void Add(ContentKey key, ReadOnlyMemory<float> vector)
    {
        lock (_gate)
        {
            if (_nodes.ContainsKey(key))
            {
                return;
            }

            if (_nodes.Count >= capacity && _byUse.Last is { } oldest)
            {
                _byUse.RemoveLast();
                _nodes.Remove(oldest.Value.Key);
            }

            _nodes.Add(key, _byUse.AddFirst((key, vector)));
        }
    }
}
