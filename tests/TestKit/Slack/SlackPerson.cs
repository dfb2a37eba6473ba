using System.Globalization;
using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Slack;

/// <summary>
/// A person in the fake Slack: what they write appears in the workspace and reaches the bot as Slack would send it, signed. Every
/// member returns the bot's answer to the request.
/// </summary>
/// <param name="slack">The workspace.</param>
/// <param name="bot">A client whose base address is the bot.</param>
/// <param name="time">The clock of the signature.</param>
/// <param name="user">The person.</param>
public sealed class SlackPerson(FakeSlack slack, HttpClient bot, TimeProvider time, string user = "U0ALICE")
{
    private int _deliveries;

    public string User { get; } = user;

    /// <summary>Gets or sets the workspace the person belongs to.</summary>
    public string Team { get; set; } = FakeSlackWorkspace.TeamId;

    /// <summary>Writes a message into the workspace without telling the bot; returns its <c>ts</c>.</summary>
    public string Write(string channel, string text, string? thread = null)
    {
        var ts = slack.Workspace.NextTs();
        slack.Workspace.Write(channel, ts, thread, User, text);
        return ts;
    }

    /// <summary>Builds the event of a message; <paramref name="type"/> is <c>app_mention</c> or <c>message</c>.</summary>
    public JsonObject Event(string type, string channel, string ts, string text, string? thread = null, string? clientMessageId = null)
    {
        var said = new JsonObject { ["type"] = type, ["user"] = User, ["text"] = text, ["ts"] = ts, ["event_ts"] = ts, ["channel"] = channel, ["team"] = Team };
        if (type == "message")
        {
            said["channel_type"] = channel.StartsWith('D') ? "im" : "channel";
        }

        if (thread is not null)
        {
            said["thread_ts"] = thread;
        }

        if (clientMessageId is not null)
        {
            said["client_msg_id"] = clientMessageId;
        }

        return said;
    }

    /// <summary>Wraps an event as Slack delivers it.</summary>
    public JsonObject Envelope(JsonObject said, string? eventId = null) => new()
    {
        ["token"] = "ZZZ",
        ["team_id"] = Team,
        ["context_team_id"] = Team,
        ["context_enterprise_id"] = null,
        ["api_app_id"] = "A000000001",
        ["event"] = said,
        ["type"] = "event_callback",
        ["event_id"] = eventId ?? NextEventId(),
        ["event_time"] = time.GetUtcNow().ToUnixTimeSeconds(),
        ["authorizations"] = new JsonArray(new JsonObject
        {
            ["enterprise_id"] = null,
            ["team_id"] = Team,
            ["user_id"] = FakeSlackWorkspace.BotUserId,
            ["is_bot"] = true,
            ["is_enterprise_install"] = false,
        }),
        ["is_ext_shared_channel"] = false,
        ["event_context"] = "4-fake",
    };

    /// <summary>Mentions the bot.</summary>
    public async Task<SlackSaid> MentionAsync(string channel, string text, string? thread = null)
    {
        var mention = $"<@{FakeSlackWorkspace.BotUserId}> {text}";
        var ts = Write(channel, mention, thread);
        return new SlackSaid(channel, ts, await SendEventAsync(Envelope(Event("app_mention", channel, ts, mention, thread))));
    }

    /// <summary>Delivers the <c>message</c> twin of a mention, under another event id (S-21).</summary>
    public Task<HttpResponseMessage> TwinAsync(SlackSaid said, string text, string? thread = null)
        => SendEventAsync(Envelope(Event("message", said.Channel, said.Ts, $"<@{FakeSlackWorkspace.BotUserId}> {text}", thread)));

    /// <summary>Says something in a channel or thread without a mention, or to the bot directly in a <c>D…</c> channel.</summary>
    public async Task<SlackSaid> SayAsync(string channel, string text, string? thread = null)
    {
        var ts = Write(channel, text, thread);
        return new SlackSaid(channel, ts, await SendEventAsync(Envelope(Event("message", channel, ts, text, thread, clientMessageId: $"gesture-{User}-{ts}"))));
    }

    /// <summary>Changes a message.</summary>
    public Task<HttpResponseMessage> EditAsync(string channel, string ts, string text, string? thread = null)
    {
        var changed = Event("message", channel, ts, text, thread);
        changed["edited"] = new JsonObject { ["user"] = User, ["ts"] = slack.Workspace.NextTs() };
        return SendEventAsync(Envelope(new JsonObject
        {
            ["type"] = "message",
            ["subtype"] = "message_changed",
            ["channel"] = channel,
            ["ts"] = slack.Workspace.NextTs(),
            ["event_ts"] = slack.Workspace.NextTs(),
            ["message"] = changed,
        }));
    }

    /// <summary>Deletes a message.</summary>
    public Task<HttpResponseMessage> DeleteAsync(string channel, string ts, string? thread = null)
        => SendEventAsync(Envelope(new JsonObject
        {
            ["type"] = "message",
            ["subtype"] = "message_deleted",
            ["channel"] = channel,
            ["deleted_ts"] = ts,
            ["event_ts"] = slack.Workspace.NextTs(),
            ["previous_message"] = Event("message", channel, ts, "gone", thread),
        }));

    /// <summary>Delivers an event, as a retry when a number is given (S-10).</summary>
    public Task<HttpResponseMessage> SendEventAsync(JsonObject envelope, int? retry = null, string reason = "http_timeout")
    {
        var request = SlackRequests.Sign("/slack/events", "application/json", envelope.ToJsonString(), FakeSlack.SigningSecret, time.GetUtcNow());
        if (retry is { } number)
        {
            request.Headers.Add("X-Slack-Retry-Num", number.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("X-Slack-Retry-Reason", reason);
        }

        return SendAsync(request);
    }

    /// <summary>Uses a slash command; returns the bot's immediate answer.</summary>
    public Task<HttpResponseMessage> CommandAsync(string channel, string text, string command = "/ask", string? responseUrl = null, string? triggerId = null)
        => SendFormAsync("/slack/commands", new Dictionary<string, string>
        {
            ["token"] = "ZZZ",
            ["team_id"] = Team,
            ["team_domain"] = "acme",
            ["channel_id"] = channel,
            ["channel_name"] = "ops",
            ["user_id"] = User,
            ["user_name"] = "alice",
            ["command"] = command,
            ["text"] = text,
            ["api_app_id"] = "A000000001",
            ["is_enterprise_install"] = "false",
            ["response_url"] = responseUrl ?? slack.NewResponseUrl(channel, User),
            ["trigger_id"] = triggerId ?? slack.Workspace.IssueTrigger(),
        });

    /// <summary>Clicks a button of a message.</summary>
    public Task<HttpResponseMessage> ClickAsync(
        string channel, string messageTs, string actionId, string value, string? actionTs = null, string? triggerId = null, string? responseUrl = null, string? blockId = null)
        => InteractAsync(new JsonObject
        {
            ["type"] = "block_actions",
            ["team"] = new JsonObject { ["id"] = FakeSlackWorkspace.TeamId, ["domain"] = "acme" },
            ["user"] = new JsonObject { ["id"] = User, ["team_id"] = Team },
            ["container"] = new JsonObject { ["type"] = "message", ["message_ts"] = messageTs, ["channel_id"] = channel, ["is_ephemeral"] = false },
            ["channel"] = new JsonObject { ["id"] = channel, ["name"] = "ops" },
            ["trigger_id"] = triggerId ?? slack.Workspace.IssueTrigger(),
            ["response_url"] = responseUrl ?? slack.NewResponseUrl(channel, User),
            ["actions"] = new JsonArray(new JsonObject
            {
                ["action_id"] = actionId,
                ["block_id"] = blockId ?? "fb",
                ["value"] = value,
                ["type"] = "button",
                ["action_ts"] = actionTs ?? slack.Workspace.NextTs(),
            }),
        });

    /// <summary>Submits the modal that asks for reasons.</summary>
    public Task<HttpResponseMessage> SubmitAsync(JsonObject view, IEnumerable<string> reasons, string? comment)
        => InteractAsync(new JsonObject
        {
            ["type"] = "view_submission",
            ["team"] = new JsonObject { ["id"] = FakeSlackWorkspace.TeamId, ["domain"] = "acme" },
            ["user"] = new JsonObject { ["id"] = User, ["team_id"] = Team },
            ["view"] = new JsonObject
            {
                ["id"] = "V1",
                ["callback_id"] = view["callback_id"]?.DeepClone(),
                ["private_metadata"] = view["private_metadata"]?.DeepClone(),
                ["state"] = new JsonObject
                {
                    ["values"] = new JsonObject
                    {
                        ["reasons"] = new JsonObject
                        {
                            ["reasons"] = new JsonObject
                            {
                                ["type"] = "checkboxes",
                                ["selected_options"] = new JsonArray([.. reasons.Select(reason => new JsonObject { ["value"] = reason })]),
                            },
                        },
                        ["comment"] = new JsonObject { ["comment"] = new JsonObject { ["type"] = "plain_text_input", ["value"] = comment } },
                    },
                },
            },
        });

    /// <summary>Chooses a shortcut in the menu of a message.</summary>
    public Task<HttpResponseMessage> ShortcutAsync(
        string callbackId, string channel, string messageTs, string text, string? thread = null, string? triggerId = null, string? actionTs = null, string? responseUrl = null)
    {
        var message = new JsonObject { ["type"] = "message", ["user"] = "U0BOB", ["ts"] = messageTs, ["text"] = text };
        if (thread is not null)
        {
            message["thread_ts"] = thread;
        }

        return InteractAsync(new JsonObject
        {
            ["type"] = "message_action",
            ["callback_id"] = callbackId,
            ["action_ts"] = actionTs ?? slack.Workspace.NextTs(),
            ["trigger_id"] = triggerId ?? slack.Workspace.IssueTrigger(),
            ["response_url"] = responseUrl ?? slack.NewResponseUrl(channel, User),
            ["team"] = new JsonObject { ["id"] = FakeSlackWorkspace.TeamId, ["domain"] = "acme" },
            ["user"] = new JsonObject { ["id"] = User, ["team_id"] = Team },
            ["channel"] = new JsonObject { ["id"] = channel, ["name"] = "ops" },
            ["message"] = message,
        });
    }

    /// <summary>Submits a modal with what was chosen in it, by the ids of its inputs.</summary>
    public Task<HttpResponseMessage> SubmitAsync(JsonObject view, JsonObject values)
        => InteractAsync(new JsonObject
        {
            ["type"] = "view_submission",
            ["team"] = new JsonObject { ["id"] = FakeSlackWorkspace.TeamId, ["domain"] = "acme" },
            ["user"] = new JsonObject { ["id"] = User, ["team_id"] = Team },
            ["view"] = new JsonObject
            {
                ["id"] = "V1",
                ["type"] = "modal",
                ["callback_id"] = view["callback_id"]?.DeepClone(),
                ["private_metadata"] = view["private_metadata"]?.DeepClone(),
                ["state"] = new JsonObject { ["values"] = values },
            },
        });

    /// <summary>Opens the bot's home.</summary>
    public Task<HttpResponseMessage> OpenHomeAsync(string tab = "home")
    {
        var opened = new JsonObject
        {
            ["type"] = "app_home_opened",
            ["user"] = User,
            ["channel"] = $"D{User[1..]}",
            ["tab"] = tab,
            ["event_ts"] = slack.Workspace.NextTs(),
        };
        if (slack.Workspace.HomeOf(User) is { } home)
        {
            opened["view"] = new JsonObject { ["id"] = "VHOME", ["type"] = "home", ["hash"] = home.Hash };
        }

        return SendEventAsync(Envelope(opened));
    }

    /// <summary>Clicks a button of the bot's home.</summary>
    public Task<HttpResponseMessage> ClickHomeAsync(string actionId)
        => InteractAsync(new JsonObject
        {
            ["type"] = "block_actions",
            ["team"] = new JsonObject { ["id"] = FakeSlackWorkspace.TeamId, ["domain"] = "acme" },
            ["user"] = new JsonObject { ["id"] = User, ["team_id"] = Team },
            ["container"] = new JsonObject { ["type"] = "view", ["view_id"] = "VHOME" },
            ["view"] = new JsonObject { ["id"] = "VHOME", ["type"] = "home" },
            ["trigger_id"] = slack.Workspace.IssueTrigger(),
            ["actions"] = new JsonArray(new JsonObject
            {
                ["action_id"] = actionId,
                ["block_id"] = "home",
                ["value"] = "x",
                ["type"] = "button",
                ["action_ts"] = slack.Workspace.NextTs(),
            }),
        });

    /// <summary>Sends any interaction.</summary>
    public Task<HttpResponseMessage> InteractAsync(JsonObject payload)
        => SendFormAsync("/slack/interactions", new Dictionary<string, string> { ["payload"] = payload.ToJsonString() });

    private async Task<HttpResponseMessage> SendFormAsync(string path, Dictionary<string, string> fields)
    {
        using var content = new FormUrlEncodedContent(fields);
        var body = await content.ReadAsStringAsync();
        return await SendAsync(SlackRequests.Sign(path, "application/x-www-form-urlencoded", body, FakeSlack.SigningSecret, time.GetUtcNow()));
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            return await bot.SendAsync(request);
        }
    }

    private string NextEventId() => string.Create(CultureInfo.InvariantCulture, $"Ev{User}{time.GetUtcNow().Ticks}{Interlocked.Increment(ref _deliveries)}");
}

/// <summary>What a person said, and what the bot's door answered.</summary>
/// <param name="Channel">Where.</param>
/// <param name="Ts">The message.</param>
/// <param name="Response">The answer to the delivery.</param>
public sealed record SlackSaid(string Channel, string Ts, HttpResponseMessage Response);
