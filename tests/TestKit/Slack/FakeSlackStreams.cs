using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Slack;

/// <summary>
/// <c>chat.startStream</c>, <c>chat.appendStream</c> and <c>chat.stopStream</c> (S-66, S-67). What the documentation leaves open is as developers measured it:
/// an open stream is neither updated nor deleted, a closed one takes no more, and Slack closes it by itself after five minutes.
/// </summary>
internal sealed class FakeSlackStreams(FakeSlackWorkspace workspace, TimeProvider time)
{
    private const int MaxChunkText = 12_000;
    private const int MaxTaskText = 256;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Channel, string Ts), Stream> _streams = [];

    public JsonObject Start(JsonObject arguments)
    {
        var channel = (string?)arguments["channel"] ?? string.Empty;
        if (StartError(arguments, channel) is { } error)
        {
            return FakeSlackMethods.Error(error);
        }

        lock (_gate)
        {
            var stream = new Stream(time.GetUtcNow() + Lifetime);
            stream.Add(arguments);
            var message = workspace.Post(new JsonObject { ["channel"] = channel, ["thread_ts"] = (string?)arguments["thread_ts"] });
            _streams[(channel, message.Ts)] = stream;
            Show(channel, message.Ts, stream, arguments);
            return FakeSlackMethods.Ok(("channel", channel), ("ts", message.Ts));
        }
    }

    public JsonObject Append(JsonObject arguments) => Continue(arguments, ends: false);

    public JsonObject Stop(JsonObject arguments) => Continue(arguments, ends: true);

    /// <summary>Ends a stream from outside, as Slack does with one that stands still, or a person who stops it.</summary>
    public void Close(string channel, string ts)
    {
        lock (_gate)
        {
            if (_streams.TryGetValue((channel, ts), out var stream))
            {
                stream.IsOpen = false;
                Show(channel, ts, stream, []);
            }
        }
    }

    public bool IsOpen(string channel, string ts)
    {
        lock (_gate)
        {
            return _streams.TryGetValue((channel, ts), out var stream) && stream.IsOpen && time.GetUtcNow() < stream.ClosesAt;
        }
    }

    private string? StartError(JsonObject arguments, string channel)
        => workspace.Find(channel) is not { } conversation ? "channel_not_found"
            : conversation.IsArchived ? "is_archived"
            : !conversation.IsMember ? "not_in_channel"

            // S-66: a reply to a request, in a channel for one person of a workspace.
            : (string?)arguments["thread_ts"] is not { } thread || !workspace.HasThread(channel, thread) ? "invalid_thread_ts"
            : !channel.StartsWith('D') && arguments["recipient_user_id"] is null ? "missing_recipient_user_id"
            : !channel.StartsWith('D') && arguments["recipient_team_id"] is null ? "missing_recipient_team_id"
            : arguments["blocks"] is not null || arguments["metadata"] is not null ? "invalid_arguments"
            : ChunkError(arguments);

    private JsonObject Continue(JsonObject arguments, bool ends)
    {
        var (channel, ts) = ((string?)arguments["channel"] ?? string.Empty, (string?)arguments["ts"] ?? string.Empty);
        if (!workspace.Has(channel, ts))
        {
            return FakeSlackMethods.Error("message_not_found");
        }

        // S-67.
        if (!IsOpen(channel, ts))
        {
            return FakeSlackMethods.Error("message_not_in_streaming_state");
        }

        lock (_gate)
        {
            var stream = _streams[(channel, ts)];
            if (Error(arguments, ends) is { } error)
            {
                return FakeSlackMethods.Error(error);
            }

            stream.Add(arguments);
            stream.Blocks = arguments["blocks"]?.DeepClone() as JsonArray;
            stream.IsOpen = !ends;
            Show(channel, ts, stream, arguments);
            return FakeSlackMethods.Ok(("channel", channel), ("ts", ts));
        }
    }

    private static string? Error(JsonObject arguments, bool ends)
    {
        var blocks = arguments["blocks"] as JsonArray;
        return blocks is not null && !ends ? "invalid_arguments"
            : ChunkError(arguments) is { } error ? error
            : SlackBlockRules.Check(blocks, "message")?.Error is { } refused ? refused
            : null;
    }

    // S-62: one kind of content; S-66: at most 12,000 characters at a time, no blocks before the end.
    private static string? ChunkError(JsonObject arguments)
    {
        if (arguments["markdown_text"] is not null && arguments["chunks"] is not null)
        {
            return "markdown_text_conflict";
        }

        if (((string?)arguments["markdown_text"])?.Length > MaxChunkText)
        {
            return "msg_too_long";
        }

        foreach (var chunk in arguments["chunks"] as JsonArray ?? [])
        {
            var isWrong = (string?)chunk?["type"] switch
            {
                "markdown_text" => (string?)chunk["text"] is not { Length: > 0 },
                "task_update" => (string?)chunk["id"] is not { Length: > 0 and <= MaxTaskText } || (string?)chunk["title"] is not { Length: > 0 and <= MaxTaskText }
                    || (string?)chunk["status"] is not ("pending" or "in_progress" or "complete" or "error"),
                _ => true,
            };
            if (isWrong)
            {
                return "invalid_chunks";
            }

            if (((string?)chunk?["text"])?.Length > MaxChunkText)
            {
                return "msg_too_long";
            }
        }

        return null;
    }

    private void Show(string channel, string ts, Stream stream, JsonObject arguments)
        => workspace.Change(channel, ts, message => message with
        {
            Text = stream.Text,
            Blocks = stream.Content(),
            Metadata = arguments["metadata"]?.DeepClone() ?? message.Metadata,
            StreamingState = stream.IsOpen ? "in_progress" : "completed",
            Edits = message.Edits + 1,
        });

    private sealed class Stream(DateTimeOffset closesAt)
    {
        private readonly List<JsonObject> _tasks = [];

        public DateTimeOffset ClosesAt { get; } = closesAt;

        public bool IsOpen { get; set; } = true;

        public string Text { get; private set; } = string.Empty;

        public JsonArray? Blocks { get; set; }

        public void Add(JsonObject arguments)
        {
            Text += (string?)arguments["markdown_text"];
            foreach (var chunk in arguments["chunks"] as JsonArray ?? [])
            {
                if ((string?)chunk!["type"] == "markdown_text")
                {
                    Text += (string)chunk["text"]!;
                    continue;
                }

                _tasks.RemoveAll(task => (string?)task["task_id"] == (string?)chunk["id"]);
                _tasks.Add(new JsonObject
                {
                    ["type"] = "task_card",
                    ["task_id"] = (string?)chunk["id"],
                    ["title"] = (string?)chunk["title"],
                    ["status"] = (string?)chunk["status"],
                });
            }
        }

        public JsonArray Content()
        {
            var content = new JsonArray([.. _tasks.Select(task => task.DeepClone())]);
            if (Text.Length > 0)
            {
                content.Add(new JsonObject { ["type"] = "markdown", ["text"] = Text });
            }

            foreach (var block in Blocks ?? [])
            {
                content.Add(block!.DeepClone());
            }

            return content;
        }
    }
}
