using System.Globalization;
using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Slack;

/// <summary>Addresses for private replies: five uses within thirty minutes (S-41).</summary>
internal sealed class FakeResponseUrls(FakeSlackWorkspace workspace, TimeProvider time)
{
    private const int MaxUses = 5;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Issued> _issued = new(StringComparer.Ordinal);

    public string Issue(string channel, string user)
    {
        lock (_gate)
        {
            var id = (_issued.Count + 1).ToString(CultureInfo.InvariantCulture);
            _issued[id] = new Issued(channel, user, time.GetUtcNow() + Life);
            return id;
        }
    }

    /// <summary>Shows a message; returns an error code when the address is used up or the message is wrong.</summary>
    public string? Post(string id, JsonObject message)
    {
        lock (_gate)
        {
            if (!_issued.TryGetValue(id, out var issued))
            {
                return "invalid_url";
            }

            if (time.GetUtcNow() > issued.Until)
            {
                return "expired_url";
            }

            if (SlackBlockRules.Check(message["blocks"] as JsonArray, "message")?.Error is { } error)
            {
                return error;
            }

            if (++issued.Uses > MaxUses)
            {
                return "used_url";
            }

            Show(issued, message);
            return null;
        }
    }

    private void Show(Issued issued, JsonObject message)
    {
        if ((string?)message["response_type"] == "in_channel")
        {
            var post = (JsonObject)message.DeepClone();
            post["channel"] = issued.Channel;
            workspace.Post(post);
            return;
        }

        workspace.ShowPrivately(
            new SlackPrivateMessage(issued.Channel, issued.User, (string?)message["text"] ?? string.Empty, message["blocks"]?.DeepClone() as JsonArray),
            (bool?)message["replace_original"] == true);
    }

    private sealed class Issued(string channel, string user, DateTimeOffset until)
    {
        public string Channel { get; } = channel;

        public string User { get; } = user;

        public DateTimeOffset Until { get; } = until;

        public int Uses { get; set; }
    }
}
