namespace ChatOpsBot.TestKit.Slack;

/// <summary>Slack's tiers: so many calls of a method in any minute.</summary>
internal sealed class FakeSlackLimits(TimeProvider time)
{
    private static readonly Dictionary<string, int> PerMinute = new(StringComparer.Ordinal)
    {
        ["auth.test"] = 600,
        ["chat.postMessage"] = 600,
        ["chat.update"] = 50,
        ["chat.delete"] = 50,
        ["conversations.replies"] = 50,
        ["conversations.history"] = 50,
        ["conversations.info"] = 50,
        ["conversations.open"] = 50,
        ["views.open"] = 100,
    };

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<DateTimeOffset>> _calls = new(StringComparer.Ordinal);

    /// <summary>Counts a call; returns how many seconds to wait when it is one too many.</summary>
    public int? Exceeded(string method)
    {
        lock (_gate)
        {
            if (!_calls.TryGetValue(method, out var calls))
            {
                _calls[method] = calls = new Queue<DateTimeOffset>();
            }

            var now = time.GetUtcNow();
            while (calls.TryPeek(out var first) && now - first >= TimeSpan.FromMinutes(1))
            {
                calls.Dequeue();
            }

            if (calls.Count >= PerMinute.GetValueOrDefault(method, 50))
            {
                return (int)Math.Ceiling((TimeSpan.FromMinutes(1) - (now - calls.Peek())).TotalSeconds);
            }

            calls.Enqueue(now);
            return null;
        }
    }
}
