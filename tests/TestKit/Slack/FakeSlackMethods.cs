using System.Globalization;
using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Slack;

/// <summary>What the methods of the Web API do, as Slack's documentation says it.</summary>
internal sealed class FakeSlackMethods(FakeSlackWorkspace workspace, TimeProvider time)
{
    private const int MaxText = 40_000;

    private readonly FakeSlackAssistant _assistant = new(workspace);

    public FakeSlackStreams Streams { get; } = new(workspace, time);

    /// <summary>Gets or sets a value indicating whether metadata is given back; some clones of the platform do not.</summary>
    public bool EchoesMetadata { get; set; } = true;

    public JsonObject Run(string method, JsonObject arguments) => method switch
    {
        "auth.test" => Ok(("team_id", FakeSlackWorkspace.TeamId), ("user_id", FakeSlackWorkspace.BotUserId), ("bot_id", FakeSlackWorkspace.BotId), ("team", "Acme"), ("user", "chatopsbot")),
        "chat.postMessage" => Post(arguments),
        "chat.update" => Update(arguments),
        "chat.delete" => Delete(arguments),
        "conversations.replies" => Replies(arguments),
        "conversations.history" => History(arguments),
        "conversations.info" => Info(arguments),
        "conversations.open" => OpenDirect(arguments),
        "views.open" => OpenView(arguments),
        "chat.startStream" => Streams.Start(arguments),
        "chat.appendStream" => Streams.Append(arguments),
        "chat.stopStream" => Streams.Stop(arguments),
        "assistant.threads.setStatus" => _assistant.SetStatus(arguments),
        "assistant.threads.setSuggestedPrompts" => _assistant.SetPrompts(arguments),
        "assistant.threads.setTitle" => _assistant.SetTitle(arguments),
        "views.update" => UpdateView(arguments),
        "views.publish" => PublishView(arguments),
        "users.info" => UserInfo(arguments),
        "chat.getPermalink" => Permalink(arguments),
        "files.info" => workspace.Files.TryGetValue((string?)arguments["file"] ?? string.Empty, out var file) ? Ok(("file", file.DeepClone())) : Error("file_not_found"),
        _ => Error("unknown_method"),
    };

    public static JsonObject Error(string code) => new() { ["ok"] = false, ["error"] = code };

    private JsonObject Post(JsonObject arguments)
    {
        if (ContentError(arguments) is { } error)
        {
            return Error(error);
        }

        if ((string?)arguments["thread_ts"] is { } thread && !workspace.HasThread((string)arguments["channel"]!, thread))
        {
            return Error("thread_not_found");
        }

        var message = workspace.Post(arguments);
        return Ok(("channel", message.Channel), ("ts", message.Ts), ("message", Shown(message, withMetadata: true)));
    }

    private JsonObject Update(JsonObject arguments)
    {
        if (ContentError(arguments) is { } error)
        {
            return Error(error);
        }

        var (channel, ts) = ((string)arguments["channel"]!, (string?)arguments["ts"] ?? string.Empty);
        if (workspace.Has(channel, ts) && Streams.IsOpen(channel, ts))
        {
            return Error("streaming_state_conflict");
        }

        return workspace.Update(channel, ts, arguments) ? Ok(("channel", channel), ("ts", ts)) : Error("message_not_found");
    }

    private JsonObject Delete(JsonObject arguments)
    {
        var (channel, ts) = ((string?)arguments["channel"] ?? string.Empty, (string?)arguments["ts"] ?? string.Empty);
        if (workspace.Has(channel, ts) && Streams.IsOpen(channel, ts))
        {
            return Error("cant_delete_message");
        }

        return workspace.Delete(channel, ts) ? Ok(("channel", channel), ("ts", ts)) : Error("message_not_found");
    }

    private string? ContentError(JsonObject arguments)
    {
        if (workspace.Find((string?)arguments["channel"]) is not { } channel)
        {
            return "channel_not_found";
        }

        var text = (string?)arguments["text"] ?? string.Empty;
        return channel.IsArchived ? "is_archived"
            : !channel.IsMember ? "not_in_channel"
            : text.Length == 0 && arguments["blocks"] is not JsonArray { Count: > 0 } ? "no_text"
            : text.Length > MaxText ? "msg_too_long"
            : (bool?)arguments["unfurl_links"] != false || (bool?)arguments["unfurl_media"] != false ? "test_links_would_unfurl"
            : SlackBlockRules.Check(arguments["blocks"] as JsonArray, "message")?.Error;
    }

    private JsonObject Replies(JsonObject arguments)
    {
        var (channel, thread) = ((string?)arguments["channel"], (string?)arguments["ts"]);
        var messages = workspace.Messages.Where(message => message.Channel == channel && (message.Ts == thread || message.ThreadTs == thread)).ToList();
        return messages.Count == 0 ? Error("thread_not_found") : Page(messages, arguments);
    }

    private JsonObject History(JsonObject arguments)
    {
        var channel = (string?)arguments["channel"];
        return workspace.Find(channel) is null
            ? Error("channel_not_found")
            : Page([.. workspace.Messages.Where(message => message.Channel == channel && message.ThreadTs is null).Reverse()], arguments);
    }

    private JsonObject Page(IReadOnlyList<SlackStoredMessage> messages, JsonObject arguments)
    {
        var oldest = (string?)arguments["oldest"];
        var limit = int.Parse((string?)arguments["limit"] ?? "100", CultureInfo.InvariantCulture);
        var start = int.Parse((string?)arguments["cursor"] ?? "0", CultureInfo.InvariantCulture);
        var withMetadata = (string?)arguments["include_all_metadata"] == "true" && EchoesMetadata;
        var since = messages.Where(message => oldest is null || string.CompareOrdinal(message.Ts, oldest) > 0).ToList();
        var page = new JsonArray([.. since.Skip(start).Take(limit).Select(message => Shown(message, withMetadata))]);
        var next = start + limit < since.Count ? (start + limit).ToString(CultureInfo.InvariantCulture) : string.Empty;
        return Ok(("messages", page), ("has_more", next.Length > 0), ("response_metadata", new JsonObject { ["next_cursor"] = next }));
    }

    private JsonObject Info(JsonObject arguments)
        => workspace.Find((string?)arguments["channel"]) is { } channel
            ? Ok(("channel", new JsonObject { ["id"] = channel.Id, ["is_ext_shared"] = channel.IsExternal, ["is_archived"] = channel.IsArchived, ["is_member"] = channel.IsMember, ["is_im"] = channel.Id[0] == 'D', ["creator"] = channel.Creator }))
            : Error("channel_not_found");

    // The direct messages of U0ALICE are D0ALICE.
    private JsonObject OpenDirect(JsonObject arguments)
    {
        if ((string?)arguments["users"] is not ['U', .. var name])
        {
            return Error("user_not_found");
        }

        workspace.Add(new SlackConversation($"D{name}"));
        return Ok(("channel", new JsonObject { ["id"] = $"D{name}" }));
    }

    private JsonObject OpenView(JsonObject arguments)
    {
        var view = arguments["view"] as JsonObject;
        if (SlackBlockRules.CheckModal(view)?.Error is { } error)
        {
            return Error(error);
        }

        if (workspace.UseTrigger((string?)arguments["trigger_id"]) is { } refused)
        {
            return Error(refused);
        }

        return Ok(("view", new JsonObject { ["id"] = workspace.Open((JsonObject)view!.DeepClone()) }));
    }

    private JsonObject UpdateView(JsonObject arguments)
    {
        var view = arguments["view"] as JsonObject;
        return SlackBlockRules.CheckModal(view)?.Error is { } error ? Error(error)
            : workspace.Update((string?)arguments["view_id"], (JsonObject)view!.DeepClone()) ? Ok(("view", new JsonObject { ["id"] = (string?)arguments["view_id"] }))
            : Error("not_found");
    }

    private JsonObject PublishView(JsonObject arguments)
    {
        var view = arguments["view"] as JsonObject;
        return (string?)arguments["user_id"] is not { Length: > 0 } user ? Error("user_not_found")
            : SlackBlockRules.CheckHome(view)?.Error is { } error ? Error(error)
            : workspace.Publish(user, (JsonObject)view!.DeepClone(), (string?)arguments["hash"]) is { } hash ? Ok(("view", new JsonObject { ["id"] = "VHOME", ["hash"] = hash }))
            : Error("hash_conflict");
    }

    private JsonObject UserInfo(JsonObject arguments)
        => workspace.FindUser((string?)arguments["user"]) is { } user
            ? Ok(("user", new JsonObject { ["id"] = user.Id, ["is_admin"] = user.IsAdmin, ["is_owner"] = false, ["locale"] = (string?)arguments["include_locale"] == "true" ? user.Locale : null }))
            : Error("user_not_found");

    private JsonObject Permalink(JsonObject arguments)
        => workspace.HasThread((string?)arguments["channel"] ?? string.Empty, (string?)arguments["message_ts"] ?? string.Empty)
            ? Ok(("permalink", $"https://acme.slack.com/archives/{(string?)arguments["channel"]}/p{((string?)arguments["message_ts"])!.Replace(".", string.Empty, StringComparison.Ordinal)}"))
            : Error("message_not_found");

    private static JsonObject Shown(SlackStoredMessage message, bool withMetadata)
    {
        var shown = new JsonObject
        {
            ["type"] = "message",
            ["user"] = message.User,
            ["ts"] = message.Ts,
            ["text"] = message.Text,
            ["blocks"] = message.Blocks?.DeepClone(),
        };
        if (message.ThreadTs is not null)
        {
            shown["thread_ts"] = message.ThreadTs;
        }

        if (message.User == FakeSlackWorkspace.BotUserId)
        {
            shown["bot_id"] = FakeSlackWorkspace.BotId;
        }

        if (message.StreamingState is not null)
        {
            shown["streaming_state"] = message.StreamingState;
        }

        if (withMetadata && message.Metadata is not null)
        {
            shown["metadata"] = message.Metadata.DeepClone();
        }

        return shown;
    }

    internal static JsonObject Ok(params (string Name, JsonNode? Value)[] members)
    {
        var reply = new JsonObject { ["ok"] = true };
        foreach (var (name, value) in members)
        {
            reply[name] = value;
        }

        return reply;
    }
}
