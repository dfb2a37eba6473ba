using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Slack;

/// <summary>What the fake Slack remembers: conversations, messages, triggers, private messages. Thread-safe.</summary>
public sealed class FakeSlackWorkspace(TimeProvider time)
{
    public const string TeamId = "T000000001";
    public const string BotUserId = "U0BOT";
    public const string BotId = "B0BOT";

    private const int ShownAtOnce = 4;

    private static readonly TimeSpan DisplayWindow = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan TriggerLife = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly List<SlackStoredMessage> _messages = [];
    private readonly List<(string Channel, DateTimeOffset At)> _posts = [];
    private readonly List<SlackPrivateMessage> _private = [];
    private readonly Dictionary<string, SlackConversation> _conversations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (DateTimeOffset Until, bool Used)> _triggers = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Channel, string Thread), string> _statuses = [];
    private readonly List<JsonObject> _views = [];
    private readonly Dictionary<string, (JsonObject View, string Hash)> _homes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SlackUser> _users = new(StringComparer.Ordinal);
    private int _nextHash;
    private long _lastMicroseconds;
    private int _nextTrigger;

    /// <summary>Gets what <c>files.info</c> says of each file.</summary>
    public ConcurrentDictionary<string, JsonObject> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets every message there is, oldest first.</summary>
    public IReadOnlyList<SlackStoredMessage> Messages
    {
        get
        {
            lock (_gate)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>Gets what was shown to one person alone, each replaced message only in its last form.</summary>
    public IReadOnlyList<SlackPrivateMessage> PrivateMessages
    {
        get
        {
            lock (_gate)
            {
                return [.. _private];
            }
        }
    }

    /// <summary>Gets the modals that were opened, each in its last form.</summary>
    public IReadOnlyList<JsonObject> Views
    {
        get
        {
            lock (_gate)
            {
                return [.. _views];
            }
        }
    }

    public void Add(SlackUser user)
    {
        lock (_gate)
        {
            _users[user.Id] = user;
        }
    }

    public SlackUser? FindUser(string? id)
    {
        lock (_gate)
        {
            return id is null ? null : _users.GetValueOrDefault(id);
        }
    }

    /// <summary>Returns what a person's home shows; null while it shows nothing.</summary>
    public (JsonObject View, string Hash)? HomeOf(string user)
    {
        lock (_gate)
        {
            return _homes.TryGetValue(user, out var home) ? home : null;
        }
    }

    public void Add(SlackConversation conversation)
    {
        lock (_gate)
        {
            _conversations[conversation.Id] = conversation;
        }
    }

    public SlackConversation? Find(string? id)
    {
        lock (_gate)
        {
            return id is null ? null : _conversations.GetValueOrDefault(id);
        }
    }

    /// <summary>What a person sees of the bot in a thread, oldest first: the ledger's view.</summary>
    public IReadOnlyList<SlackStoredMessage> BotMessagesIn(string channel, string thread)
        => [.. Messages.Where(message => message.IsShown && message.User == BotUserId && message.Channel == channel && message.ThreadTs == thread)];

    /// <summary>Returns a new <c>ts</c>, later than every earlier one.</summary>
    public string NextTs()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000;
            _lastMicroseconds = Math.Max(_lastMicroseconds + 1, now);
            return string.Create(CultureInfo.InvariantCulture, $"{_lastMicroseconds / 1_000_000}.{_lastMicroseconds % 1_000_000:D6}");
        }
    }

    /// <summary>Stores what a person wrote.</summary>
    public void Write(string channel, string ts, string? thread, string user, string text, JsonNode? metadata = null)
    {
        lock (_gate)
        {
            _messages.Add(new SlackStoredMessage(channel, ts, thread, user, text, null, metadata, true, 0));
        }
    }

    public bool HasThread(string channel, string ts)
    {
        lock (_gate)
        {
            return _messages.Exists(message => message.Channel == channel && message.Ts == ts);
        }
    }

    internal SlackStoredMessage Post(JsonObject arguments)
    {
        var ts = NextTs();
        lock (_gate)
        {
            var channel = (string)arguments["channel"]!;
            var now = time.GetUtcNow();
            var isShown = _posts.Count(post => post.Channel == channel && now - post.At < DisplayWindow) < ShownAtOnce;
            _posts.Add((channel, now));
            var message = new SlackStoredMessage(
                channel, ts, (string?)arguments["thread_ts"], BotUserId, (string?)arguments["text"] ?? string.Empty, Blocks(arguments), arguments["metadata"]?.DeepClone(), isShown, 0);
            _messages.Add(message);
            if (message.ThreadTs is not null)
            {
                // S-69: a post clears the status.
                _statuses.Remove((channel, message.ThreadTs));
            }

            return message;
        }
    }

    internal bool Update(string channel, string ts, JsonObject arguments)
    {
        lock (_gate)
        {
            var index = IndexOf(channel, ts);
            if (index < 0)
            {
                return false;
            }

            var old = _messages[index];
            _messages[index] = old with
            {
                Text = (string?)arguments["text"] ?? string.Empty,
                Blocks = Blocks(arguments),
                Metadata = arguments["metadata"]?.DeepClone() ?? old.Metadata,
                Edits = old.Edits + 1,
            };
            return true;
        }
    }

    internal bool Has(string channel, string ts)
    {
        lock (_gate)
        {
            return IndexOf(channel, ts) >= 0;
        }
    }

    internal void Change(string channel, string ts, Func<SlackStoredMessage, SlackStoredMessage> change)
    {
        lock (_gate)
        {
            var index = IndexOf(channel, ts);
            if (index >= 0)
            {
                _messages[index] = change(_messages[index]);
            }
        }
    }

    /// <summary>Returns what a thread shows as the bot's status; null for nothing.</summary>
    public string? StatusOf(string channel, string thread)
    {
        lock (_gate)
        {
            return _statuses.GetValueOrDefault((channel, thread));
        }
    }

    internal void SetStatus(string channel, string thread, string status)
    {
        lock (_gate)
        {
            if (status.Length == 0)
            {
                _statuses.Remove((channel, thread));
                return;
            }

            _statuses[(channel, thread)] = status;
        }
    }

    /// <summary>Removes a message of the bot.</summary>
    public bool Delete(string channel, string ts)
    {
        lock (_gate)
        {
            var index = IndexOf(channel, ts);
            if (index >= 0)
            {
                _messages.RemoveAt(index);
            }

            return index >= 0;
        }
    }

    /// <summary>Returns the right to open one modal within three seconds.</summary>
    public string IssueTrigger()
    {
        lock (_gate)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{++_nextTrigger}.1.fake");
            _triggers[id] = (time.GetUtcNow() + TriggerLife, false);
            return id;
        }
    }

    internal string? UseTrigger(string? id)
    {
        lock (_gate)
        {
            if (id is null || !_triggers.TryGetValue(id, out var trigger))
            {
                return "invalid_trigger_id";
            }

            _triggers[id] = trigger with { Used = true };
            return trigger.Used ? "exchanged_trigger_id" : time.GetUtcNow() > trigger.Until ? "expired_trigger_id" : null;
        }
    }

    internal string Open(JsonObject view)
    {
        lock (_gate)
        {
            _views.Add(view);
            return string.Create(CultureInfo.InvariantCulture, $"V{_views.Count}");
        }
    }

    /// <summary>Shows another view in a window that was opened.</summary>
    internal bool Update(string? viewId, JsonObject view)
    {
        lock (_gate)
        {
            if (viewId is not ['V', .. var number] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index < 1 || index > _views.Count)
            {
                return false;
            }

            _views[index - 1] = view;
            return true;
        }
    }

    /// <summary>Publishes a home, if the one that is shown is the one the caller has seen; returns its hash.</summary>
    internal string? Publish(string user, JsonObject view, string? hash)
    {
        lock (_gate)
        {
            if (hash is not null && _homes.TryGetValue(user, out var shown) && shown.Hash != hash)
            {
                return null;
            }

            var next = string.Create(CultureInfo.InvariantCulture, $"{++_nextHash}.fake");
            _homes[user] = (view, next);
            return next;
        }
    }

    internal void ShowPrivately(SlackPrivateMessage message, bool replaces)
    {
        lock (_gate)
        {
            if (replaces && _private.FindLastIndex(other => other.User == message.User && other.Channel == message.Channel) is >= 0 and var last)
            {
                _private[last] = message;
                return;
            }

            _private.Add(message);
        }
    }

    private int IndexOf(string channel, string ts)
        => _messages.FindIndex(message => message.Channel == channel && message.Ts == ts && message.User == BotUserId);

    private static JsonArray? Blocks(JsonObject arguments) => arguments["blocks"]?.DeepClone() as JsonArray;
}
