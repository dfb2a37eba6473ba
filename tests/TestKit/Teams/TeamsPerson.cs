using System.Globalization;
using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Teams;

/// <summary>Where a person talks to the bot.</summary>
public enum TeamsScope
{
    /// <summary>Alone with the bot.</summary>
    Personal,

    /// <summary>In a chat of several people.</summary>
    Group,

    /// <summary>In a channel of a team.</summary>
    Channel,
}

/// <summary>Writes the activities that Teams sends when a person does something. Shapes are those of Microsoft's documentation and of the Agents Playground.</summary>
/// <param name="time">Stamps the activities.</param>
/// <param name="serviceUrl">Where the bot answers.</param>
/// <param name="name">The person.</param>
public sealed class TeamsPerson(TimeProvider time, string serviceUrl, string name = "alice")
{
    /// <summary>The tenant the bot serves.</summary>
    public const string Tenant = "7f1f3d6a-0d0b-4d7c-9a55-0c0f6d1c0001";

    /// <summary>The bot's App ID.</summary>
    public const string AppId = "11111111-1111-1111-1111-111111111111";

    /// <summary>The bot's id in conversations.</summary>
    public const string BotId = "28:" + AppId;

    private static int _last;

    /// <summary>Gets the person's id in conversations.</summary>
    public string Id => $"29:{name}";

    /// <summary>Gets the person's id in Microsoft Entra.</summary>
    public string ObjectId => $"00000000-0000-0000-0000-{Math.Abs(name.Aggregate(17, (hash, character) => (hash * 31) + character)):D12}";

    /// <summary>Gets or sets the tenant the person speaks in.</summary>
    public string SpeaksIn { get; set; } = Tenant;

    /// <summary>Returns the id of a conversation.</summary>
    public string ConversationOf(TeamsScope scope) => scope switch
    {
        TeamsScope.Personal => $"a:personal-{name}",
        TeamsScope.Group => "19:group1@thread.v2",
        _ => "19:chan-incidents@thread.tacv2",
    };

    /// <summary>Writes a message; outside personal chats it mentions the bot.</summary>
    public JsonObject Says(string text, TeamsScope scope = TeamsScope.Personal, string? thread = null, bool mentions = true)
    {
        var activity = Activity("message", scope, thread);
        activity["textFormat"] = "plain";
        activity["text"] = scope is TeamsScope.Personal || !mentions ? text : $"<at>ChatOpsBot</at> {text}";
        if (scope is not TeamsScope.Personal && mentions)
        {
            activity["entities"] = new JsonArray(Mention(BotId, "ChatOpsBot"));
        }

        return activity;
    }

    /// <summary>Writes the change of a message.</summary>
    public JsonObject Edits(JsonObject message, string text)
    {
        var activity = (JsonObject)message.DeepClone();
        activity["type"] = "messageUpdate";
        activity["text"] = text;
        activity["timestamp"] = Now();
        activity["channelData"]!["eventType"] = "editMessage";
        return activity;
    }

    /// <summary>Writes the deletion of a message.</summary>
    public JsonObject Deletes(JsonObject message)
    {
        var activity = (JsonObject)message.DeepClone();
        activity["type"] = "messageDelete";
        activity.Remove("text");
        activity["timestamp"] = Now();
        activity["channelData"]!["eventType"] = "softDeleteMessage";
        return activity;
    }

    /// <summary>Writes a click on a card's button.</summary>
    public JsonObject Clicks(string verb, JsonObject data, string? messageId, TeamsScope scope = TeamsScope.Personal, string? thread = null)
    {
        var activity = Invoke("adaptiveCard/action", scope, thread);
        activity["replyToId"] = messageId;
        activity["value"] = new JsonObject
        {
            ["action"] = new JsonObject { ["type"] = "Action.Execute", ["title"] = "button", ["verb"] = verb, ["data"] = data.DeepClone() },
            ["trigger"] = "manual",
        };
        return activity;
    }

    /// <summary>Writes a click on Teams' own feedback buttons (T-28).</summary>
    public JsonObject Rates(string reaction, string? feedback, string? messageId, TeamsScope scope = TeamsScope.Personal)
    {
        var activity = Invoke("message/submitAction", scope, thread: null);
        activity["replyToId"] = messageId;
        activity["value"] = new JsonObject
        {
            ["actionName"] = "feedback",
            ["actionValue"] = new JsonObject { ["reaction"] = reaction, ["feedback"] = feedback },
        };
        return activity;
    }

    /// <summary>Writes that one of Teams' own feedback buttons was pressed, which asks for a form (T-28).</summary>
    public JsonObject AsksForForm(string reaction, string? messageId, TeamsScope scope = TeamsScope.Personal)
    {
        var activity = Invoke("message/fetchTask", scope, thread: null);
        activity["replyToId"] = messageId;
        activity["value"] = new JsonObject { ["actionName"] = "feedback", ["actionValue"] = new JsonObject { ["reaction"] = reaction } };
        return activity;
    }

    /// <summary>Writes an invoke of any name.</summary>
    public JsonObject Invoke(string invoked, TeamsScope scope = TeamsScope.Personal, string? thread = null)
    {
        var activity = Activity("invoke", scope, thread);
        activity["name"] = invoked;
        activity["value"] = new JsonObject();
        return activity;
    }

    /// <summary>Opens the form of the message box (T-11), from a message that was pointed at or from none.</summary>
    public JsonObject OpensForm(TeamsScope scope = TeamsScope.Group, string? pointedAt = null)
    {
        var activity = Invoke("composeExtension/fetchTask", scope);
        activity["value"] = new JsonObject { ["commandId"] = "ask", ["commandContext"] = pointedAt is null ? "compose" : "message" };
        if (pointedAt is not null)
        {
            activity["value"]!["messagePayload"] = new JsonObject { ["body"] = new JsonObject { ["contentType"] = "html", ["content"] = pointedAt } };
        }

        return activity;
    }

    /// <summary>Sends the form of the message box, or another card of its dialog.</summary>
    public JsonObject Submits(JsonObject data, TeamsScope scope = TeamsScope.Group)
    {
        var activity = Invoke("composeExtension/submitAction", scope);
        activity["value"] = new JsonObject { ["commandId"] = "ask", ["commandContext"] = "compose", ["context"] = new JsonObject { ["theme"] = "default" }, ["data"] = data };
        return activity;
    }

    /// <summary>Writes a message that quotes another, as Teams keeps it.</summary>
    public JsonObject Quotes(string quoted, string text, TeamsScope scope = TeamsScope.Group, string author = "8:orgid:bob")
    {
        var activity = Says(text, scope);
        var mention = scope is TeamsScope.Personal ? string.Empty : """<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="0">ChatOpsBot</span>&nbsp;""";
        activity["text"] = $"{quoted}\n\n{activity["text"]}";
        activity["attachments"] = new JsonArray(new JsonObject
        {
            ["contentType"] = "text/html",
            ["content"] = $"""
                <blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="1698">
                <strong itemprop="mri" itemid="{author}">Bob</strong><span itemprop="time" itemid="1698"></span>
                <p itemprop="preview">{quoted}</p>
                </blockquote>
                <p>{mention}{text}</p>
                """,
        });
        return activity;
    }

    /// <summary>Writes the installation of the bot, or its removal.</summary>
    public JsonObject Installs(string action = "add", TeamsScope scope = TeamsScope.Personal)
    {
        var activity = Activity("installationUpdate", scope, thread: null);
        activity["action"] = action;
        return activity;
    }

    /// <summary>Writes the other activity that tells of an installation.</summary>
    public JsonObject AddsTheBot(TeamsScope scope = TeamsScope.Personal)
    {
        var activity = Activity("conversationUpdate", scope, thread: null);
        activity["membersAdded"] = new JsonArray(new JsonObject { ["id"] = Id }, new JsonObject { ["id"] = BotId });
        return activity;
    }

    /// <summary>Writes that somebody joined the conversation.</summary>
    public JsonObject Meets(string newcomer, TeamsScope scope)
    {
        var activity = Activity("conversationUpdate", scope, thread: null);
        activity["membersAdded"] = new JsonArray(new JsonObject { ["id"] = $"29:{newcomer}" });
        return activity;
    }

    /// <summary>Writes a mention.</summary>
    public static JsonObject Mention(string id, string shown) => new()
    {
        ["type"] = "mention",
        ["text"] = $"<at>{shown}</at>",
        ["mentioned"] = new JsonObject { ["id"] = id, ["name"] = shown },
    };

    private JsonObject Activity(string type, TeamsScope scope, string? thread)
    {
        var id = (1_700_000_000_000 + Interlocked.Increment(ref _last)).ToString(CultureInfo.InvariantCulture);
        var conversation = ConversationOf(scope) + (scope is TeamsScope.Channel ? $";messageid={thread ?? id}" : string.Empty);
        return new JsonObject
        {
            ["type"] = type,
            ["id"] = id,
            ["timestamp"] = Now(),
            ["serviceUrl"] = serviceUrl,
            ["channelId"] = "msteams",
            ["from"] = new JsonObject { ["id"] = Id, ["name"] = name, ["aadObjectId"] = ObjectId },
            ["recipient"] = new JsonObject { ["id"] = BotId, ["name"] = "ChatOpsBot" },
            ["conversation"] = new JsonObject
            {
                ["id"] = conversation,
                ["conversationType"] = scope switch { TeamsScope.Personal => "personal", TeamsScope.Group => "groupChat", _ => "channel" },
                ["tenantId"] = SpeaksIn,
                ["isGroup"] = scope is not TeamsScope.Personal,
            },
            ["locale"] = "en-US",
            ["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = SpeaksIn } },
        };
    }

    private string Now() => time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
