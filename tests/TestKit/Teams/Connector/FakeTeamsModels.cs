using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Teams.Connector;

/// <summary>A request to the fake platform.</summary>
/// <param name="Operation"><c>post</c>, <c>update</c>, <c>delete</c>, <c>typing</c>, <c>stream_start</c>, <c>stream_chunk</c>, <c>stream_end</c>, <c>members</c>, <c>open</c> or <c>token</c>.</param>
/// <param name="Conversation">Where; empty for a token.</param>
/// <param name="ActivityId">Of which message.</param>
/// <param name="Bearer">The token it carried.</param>
/// <param name="Body">The body as it came; of a request without one the query.</param>
public sealed record TeamsRequest(string Operation, string Conversation, string? ActivityId, string? Bearer, string Body)
{
    /// <summary>Gets a value indicating whether it is about a message that one person sees.</summary>
    public bool IsTargeted { get; init; }
}

/// <summary>A request with its end.</summary>
/// <param name="Request">The request.</param>
/// <param name="At">When it came.</param>
/// <param name="Status">The status it was answered with; 0: it was not answered.</param>
public sealed record TeamsCallRecord(TeamsRequest Request, DateTimeOffset At, int Status)
{
    public string Operation => Request.Operation;
}

/// <summary>What the fake platform answers.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body.</param>
/// <param name="RetryAfter">The seconds of <c>Retry-After</c>.</param>
public sealed record TeamsReply(int Status, JsonObject? Body = null, int? RetryAfter = null)
{
    public static TeamsReply Error(int status, string? code, int? retryAfter = null, string message = "SECRET of the platform")
        => new(status, code is null ? null : new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } }, retryAfter);
}

/// <summary>A message as Teams keeps it.</summary>
/// <param name="Conversation">Where it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="Activity">What was sent last.</param>
/// <param name="Edits">How often it was updated.</param>
public sealed record TeamsStoredMessage(string Conversation, string Id, JsonObject Activity, int Edits)
{
    /// <summary>Gets the one person who sees it; null: everybody there does.</summary>
    public string? SeenBy { get; init; }

    /// <summary>Gets what a person reads: the text and every text of the cards.</summary>
    public string Seen => string.Join('\n', Texts(Activity).Prepend((string?)Activity["text"] ?? string.Empty)).Trim();

    private static IEnumerable<string> Texts(JsonObject activity)
        => (activity["attachments"] as JsonArray ?? []).SelectMany(attachment => TextsIn(attachment?["content"]));

    private static IEnumerable<string> TextsIn(JsonNode? node) => node switch
    {
        JsonObject element => element.SelectMany(member => member is { Key: "text" or "title" or "value", Value: JsonValue value } && value.TryGetValue(out string? text)
            ? [text!]
            : TextsIn(member.Value)),
        JsonArray list => list.SelectMany(TextsIn),
        _ => [],
    };
}

/// <summary>A person in a conversation.</summary>
/// <param name="Name">The person.</param>
/// <param name="Tenant">Their organisation; null: the platform leaves it out.</param>
/// <param name="Role">Their role, <c>user</c>, <c>guest</c> or <c>anonymous</c>; null: the platform leaves it out.</param>
public sealed record TeamsMember(string Name, string? Tenant, string? Role = "user")
{
    internal JsonObject ToJson()
    {
        var member = new JsonObject { ["id"] = $"29:{Name}", ["name"] = Name };
        if (Tenant is not null)
        {
            member["tenantId"] = Tenant;
        }

        if (Role is not null)
        {
            member["userRole"] = Role;
        }

        return member;
    }
}
