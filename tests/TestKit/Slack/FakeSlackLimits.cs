using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Slack;

/// <summary>Slack's tiers: so many calls of a method in any minute.</summary>
internal sealed class FakeSlackLimits(TimeProvider time)
{
    private const string Status = "assistant.threads.setStatus";

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
        ["views.update"] = 100,
        ["views.publish"] = 100,
        ["users.info"] = 100,

        // S-53.
        ["chat.startStream"] = 20,
        ["chat.appendStream"] = 100,
        ["chat.stopStream"] = 20,
        [Status] = 60,
        ["assistant.threads.setSuggestedPrompts"] = 50,
        ["assistant.threads.setTitle"] = 50,
        ["files.info"] = 100,
    };

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<DateTimeOffset>> _calls = new(StringComparer.Ordinal);

    /// <summary>Counts a call; returns how many seconds to wait when it is one too many.</summary>
    public int? Exceeded(string method, JsonObject arguments)
    {
        // A status is counted for each conversation (S-53).
        var key = method == Status ? $"{method} {(string?)arguments["channel_id"]}" : method;
        lock (_gate)
        {
            if (!_calls.TryGetValue(key, out var calls))
            {
                _calls[key] = calls = new Queue<DateTimeOffset>();
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
