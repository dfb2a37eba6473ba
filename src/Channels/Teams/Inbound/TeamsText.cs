using System.Net;
using System.Text;
using System.Text.Json;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Conversations.Wire;

namespace ChatOpsBot.Channels.Teams.Inbound;

/// <summary>Turns the text of an activity into what a person sees, without the bot's own mention (T-31).</summary>
internal static class TeamsText
{
    /// <summary>More than Teams lets a person type.</summary>
    public const int MaxLength = 40_000;

    // With mentions and entities still written out.
    private const int MaxRawLength = 4 * MaxLength;
    private const int MaxEntities = 100;
    private const int MaxQuoted = 500;

    /// <summary>Returns what a person says and what they quote of others. Who quotes and says nothing asks what is quoted.</summary>
    public static (string Said, string? Quoted) Read(TeamsActivity activity)
    {
        if (Html(activity) is not { } html || TeamsHtml.SplitQuote(html, BotNames(activity)) is not { } split)
        {
            return (ToPlain(activity), null);
        }

        var quoted = DisplayText.OneLine(split.Quoted, MaxQuoted);
        return split.Said.Length == 0 ? (quoted, null) : (Bounded(split.Said, MaxLength), quoted.Length == 0 ? null : quoted);
    }

    /// <summary>Returns the whole text.</summary>
    public static string ToPlain(TeamsActivity activity)
    {
        var text = Bounded(activity.Root.Text("text"u8) ?? string.Empty, MaxRawLength);
        foreach (var mention in Mentions(activity).Where(mention => IsOf(mention, activity.Bot)))
        {
            text = text.Replace(Written(mention), " ", StringComparison.OrdinalIgnoreCase);
        }

        return Bounded(WebUtility.HtmlDecode(WithoutTags(text)).Replace('\u00A0', ' ').Trim(), MaxLength);
    }

    /// <summary>Says whether the bot is mentioned.</summary>
    public static bool MentionsBot(TeamsActivity activity) => Mentions(activity).Any(mention => IsOf(mention, activity.Bot));

    /// <summary>Says whether anybody is mentioned.</summary>
    public static bool MentionsAnybody(TeamsActivity activity) => Mentions(activity).Any();

    private static IEnumerable<JsonElement> Mentions(TeamsActivity activity)
    {
        var entities = activity.Root.Member("entities"u8);
        return entities.ValueKind is JsonValueKind.Array
            ? entities.EnumerateArray().Take(MaxEntities).Where(entity => entity.Text("type"u8) is "mention")
            : [];
    }

    private static HashSet<string> BotNames(TeamsActivity activity)
        => [.. Mentions(activity).Where(mention => IsOf(mention, activity.Bot)).Select(mention => TeamsHtml.ToPlain(Written(mention)))];

    // Teams sends the text twice, plain and as it is kept; only the second tells what is quoted.
    private static string? Html(TeamsActivity activity)
    {
        var attachments = activity.Root.Member("attachments"u8);
        return attachments.ValueKind is JsonValueKind.Array
            ? attachments.EnumerateArray().Take(MaxEntities).FirstOrDefault(attachment => attachment.Text("contentType"u8) is "text/html").Text("content"u8)
            : null;
    }

    private static bool IsOf(JsonElement mention, string? id) => id is not null && mention.Member("mentioned"u8).Text("id"u8) == id;

    private static string Written(JsonElement mention)
        => mention.Text("text"u8) is { Length: > 0 } written ? written : $"<at>{mention.Member("mentioned"u8).Text("name"u8)}</at>";

    // Mentions of others stay as names. Anything else in brackets is what the person wrote.
    private static string WithoutTags(string text)
    {
        var plain = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (rest.IndexOf('<') is var open && open >= 0)
        {
            plain.Append(rest[..open]);
            rest = rest[open..];
            var length = TagLength(rest);
            plain.Append(length == 0 ? rest[..1] : default);
            rest = rest[Math.Max(1, length)..];
        }

        return plain.Append(rest).ToString();
    }

    private static int TagLength(ReadOnlySpan<char> text)
        => text.StartsWith("</at>", StringComparison.OrdinalIgnoreCase) ? "</at>".Length
            : text.StartsWith("<at>", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<at ", StringComparison.OrdinalIgnoreCase) ? text.IndexOf('>') + 1
            : 0;

    private static string Bounded(string text, int length)
        => text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
