using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Answering.Caching;

/// <summary>The answers used last, bounded. Thread-safe.</summary>
internal sealed class InProcessAnswerCache(TimeProvider time, IOptions<AnswerCacheOptions> options) : IAnswerCache
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _nodes = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byUse = new();

    public Task<CachedDraft?> FindAsync(string key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_nodes.TryGetValue(key, out var node))
            {
                return Task.FromResult<CachedDraft?>(null);
            }

            _byUse.Remove(node);
            if (node.Value.Until <= time.GetUtcNow())
            {
                _nodes.Remove(key);
                return Task.FromResult<CachedDraft?>(null);
            }

            _byUse.AddFirst(node);
            return Task.FromResult<CachedDraft?>(node.Value.Draft);
        }
    }

    public Task PutAsync(string key, CachedDraft draft, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_nodes.Remove(key, out var known))
            {
                _byUse.Remove(known);
            }

            while (_nodes.Count >= options.Value.MaxAnswers && _byUse.Last is { } oldest)
            {
                _byUse.RemoveLast();
                _nodes.Remove(oldest.Value.Key);
            }

            _nodes.Add(key, _byUse.AddFirst(new Entry(key, draft, time.GetUtcNow() + options.Value.TimeToLive)));
        }

        return Task.CompletedTask;
    }

    private sealed record Entry(string Key, CachedDraft Draft, DateTimeOffset Until);
}
