using System.Net;
using System.Text.Json;
using ChatOpsBot.RagCore.Conversations.Wire;

namespace ChatOpsBot.Channels.Teams.Inbound;

/// <summary>Turns the text of an activity into what a person sees, without the bot's own mention (T-31).</summary>
internal static class TeamsText
{
    /// <summary>More than Teams lets a person type.</summary>
    public const int MaxLength = 40_000;

    private const int MaxEntities = 100;

    public static string ToPlain(TeamsActivity activity)
    {
        var text = activity.Root.Text("text"u8) ?? string.Empty;
        foreach (var mention in Mentions(activity).Where(mention => IsOf(mention, activity.Bot)))
        {
            text = text.Replace(Written(mention), " ", StringComparison.OrdinalIgnoreCase);
        }

        return Bounded(WebUtility.HtmlDecode(WithoutTags(text)).Replace('\u00A0', ' ').Trim());
    }

    /// <summary>Says whether the bot is mentioned.</summary>
    public static bool MentionsBot(TeamsActivity activity) => Mentions(activity).Any(mention => IsOf(mention, activity.Bot));

    private static IEnumerable<JsonElement> Mentions(TeamsActivity activity)
    {
        var entities = activity.Root.Member("entities"u8);
        return entities.ValueKind is JsonValueKind.Array
            ? entities.EnumerateArray().Take(MaxEntities).Where(entity => entity.Text("type"u8) is "mention")
            : [];
    }

    private static bool IsOf(JsonElement mention, string? id) => id is not null && mention.Member("mentioned"u8).Text("id"u8) == id;

    private static string Written(JsonElement mention)
        => mention.Text("text"u8) is { Length: > 0 } written ? written : $"<at>{mention.Member("mentioned"u8).Text("name"u8)}</at>";

    // Mentions of others stay as names.
    private static string WithoutTags(string text)
    {
        for (var open = text.IndexOf("<at", StringComparison.OrdinalIgnoreCase); open >= 0; open = text.IndexOf("<at", open, StringComparison.OrdinalIgnoreCase))
        {
            var end = text.IndexOf('>', open);
            if (end < 0 || (text[open + 3] is not '>' and not ' '))
            {
                return text;
            }

            text = text.Remove(open, end - open + 1);
        }

        return text.Replace("</at>", string.Empty, StringComparison.OrdinalIgnoreCase);
    }

    private static string Bounded(string text)
        => text.Length <= MaxLength ? text : text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
}
