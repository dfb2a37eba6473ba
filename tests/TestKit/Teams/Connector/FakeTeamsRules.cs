using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Teams.Connector;

/// <summary>What Teams refuses in an activity.</summary>
public static class FakeTeamsRules
{
    private const int MaxPayload = 100 * 1_024;
    private const string Card = "application/vnd.microsoft.card.adaptive";
    private const string MessageEntity = "https://schema.org/Message";

    private static readonly string[] ContentTypes = [Card, "application/vnd.microsoft.card.hero", "application/vnd.microsoft.teams.card.o365connector", "text/html"];

    /// <summary>Returns why an activity is refused; null: it is shown.</summary>
    /// <param name="activity">The activity.</param>
    /// <param name="payload">The body it came in.</param>
    public static (int Status, string Code)? Problem(JsonObject activity, string payload)
    {
        // T-20: the whole payload as UTF-16.
        if (payload.Length * 2 > MaxPayload)
        {
            return (413, "MessageSizeTooBig");
        }

        var problem = AttachmentProblem(activity) ?? EntityProblem(activity);
        return problem is null ? null : (400, problem);
    }

    private static string? AttachmentProblem(JsonObject activity)
    {
        foreach (var attachment in activity["attachments"] as JsonArray ?? [])
        {
            var type = (string?)attachment?["contentType"];
            if (!ContentTypes.Contains(type))
            {
                return "BadAttachment";
            }

            // T-23: bots' cards are of version 1.5 at most.
            if (type == Card && !(Version.TryParse((string?)attachment?["content"]?["version"], out var version) && version <= new Version(1, 5)))
            {
                return "BadCardVersion";
            }
        }

        return activity["text"] is null && activity["attachments"] is null ? "EmptyMessage" : null;
    }

    private static string? EntityProblem(JsonObject activity)
    {
        var messages = (activity["entities"] as JsonArray ?? []).OfType<JsonObject>().Where(entity => (string?)entity["type"] == MessageEntity).ToList();

        // T-25: exactly one root message entity.
        return messages.Count switch
        {
            0 => null,
            1 => CitationsProblem((string?)activity["text"] ?? string.Empty, messages[0]),
            _ => "SeveralMessageEntities",
        };
    }

    private static string? CitationsProblem(string text, JsonObject message)
    {
        var citations = message["citation"] as JsonArray ?? [];

        // T-26: twenty at most.
        return citations.Count > 20 ? "TooManyCitations"
            : citations.Select(citation => CitationProblem(text, message, citation)).FirstOrDefault(problem => problem is not null);
    }

    // T-26: the position stands in the text, an appearance has a name and an abstract, and all is short. T-27: labels match the message's.
    private static string? CitationProblem(string text, JsonObject message, JsonNode? citation)
    {
        var appearance = citation?["appearance"] as JsonObject;
        var keywords = appearance?["keywords"] as JsonArray ?? [];
        return !text.Contains($"[{citation?["position"]}]", StringComparison.Ordinal) ? "CitationNotInText"
            : appearance is null or { Count: 0 } ? "EmptyAppearance"
            : !IsShort(appearance["name"], 80) ? "BadCitationName"
            : !IsShort(appearance["abstract"], 160) ? "BadCitationAbstract"
            : keywords.Count > 3 || keywords.Any(keyword => !IsShort(keyword, 28)) ? "BadCitationKeywords"
            : appearance["usageInfo"] is { } label && (string?)label["@id"] != (string?)message["usageInfo"]?["@id"] ? "BadSensitivityLabel"
            : null;
    }

    private static bool IsShort(JsonNode? text, int length) => (string?)text is { Length: > 0 } value && value.Length <= length;
}
