using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatOpsBot.Channels.Web.Inbound;

/// <summary>A question to the web API.</summary>
/// <param name="Text">The question or command.</param>
/// <param name="ConversationId">The caller's own name of the conversation; absent for a new one.</param>
/// <param name="User">The person the key acts for.</param>
/// <param name="Tenant">The tenant the caller believes to be in; refused when the key says otherwise.</param>
internal sealed record ChatRequest(
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("conversation_id")] string? ConversationId = null,
    [property: JsonPropertyName("user")] string? User = null,
    [property: JsonPropertyName("tenant")] string? Tenant = null)
{
    public const int MaxTextLength = 40_000;
    public const int MaxConversationIdLength = 128;

    public static bool TryRead(JsonElement body, [NotNullWhen(true)] out ChatRequest? request, [NotNullWhen(false)] out WebProblem? problem)
    {
        var fields = new JsonFields(body);
        var text = fields.Text("text", required: true);
        var conversation = fields.Text("conversation_id");
        var user = fields.Text("user");
        var tenant = fields.Text("tenant");
        if (text is not null && Characters(text) > MaxTextLength)
        {
            fields.Refuse("text", $"has more than {MaxTextLength} characters");
        }

        if (conversation is not null && !IsConversationId(conversation))
        {
            fields.Refuse("conversation_id", $"is not 1 to {MaxConversationIdLength} of A-Z, a-z, 0-9, `.`, `_`, `:`, `-`");
        }

        problem = fields.Problem;
        request = problem is null ? new ChatRequest(text!, conversation, user, tenant) : null;
        return request is not null;
    }

    private static int Characters(string text) => text.Length <= MaxTextLength ? text.Length : text.EnumerateRunes().Count();

    private static bool IsConversationId(string id)
        => id.Length is > 0 and <= MaxConversationIdLength
            && id.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or ':' or '-');
}
