using System.Text;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>Turns Slack's message text into the plain text a person sees, without the bot's own mention.</summary>
internal static class SlackText
{
    /// <summary>What Slack itself keeps of a message (S-62).</summary>
    public const int MaxLength = 40_000;

    public static string ToPlain(string text, string? botUserId)
    {
        if (text.AsSpan().IndexOfAny('<', '&') < 0)
        {
            return Bounded(text.Trim());
        }

        var plain = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (rest.IndexOf('<') is var open && open >= 0 && rest[open..].IndexOf('>') is var length && length > 0)
        {
            AppendUnescaped(plain, rest[..open]);
            var end = open + length + 1;
            if (!AppendEntity(plain, rest.Slice(open + 1, length - 1), botUserId) && end < rest.Length && rest[end] == ' ' && EndsInSpace(plain))
            {
                end++;
            }

            rest = rest[end..];
        }

        AppendUnescaped(plain, rest);
        return Bounded(plain.ToString().Trim());
    }

    /// <summary>Says whether the text mentions this user.</summary>
    public static bool Mentions(string text, string? userId)
    {
        if (userId is null)
        {
            return false;
        }

        for (var at = text.IndexOf("<@", StringComparison.Ordinal); at >= 0; at = text.IndexOf("<@", at + 2, StringComparison.Ordinal))
        {
            if (IsUser(text.AsSpan(at + 2), userId))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Says whether the text is addressed to somebody else by name.</summary>
    public static bool StartsWithOtherMention(string text, string? botUserId)
    {
        var start = text.AsSpan().TrimStart();
        return start.StartsWith("<@", StringComparison.Ordinal) && (botUserId is null || !IsUser(start[2..], botUserId));
    }

    private static bool IsUser(ReadOnlySpan<char> entity, string userId)
        => entity.StartsWith(userId, StringComparison.Ordinal) && entity.Length > userId.Length && entity[userId.Length] is '>' or '|';

    private static bool EndsInSpace(StringBuilder plain) => plain.Length == 0 || plain[^1] == ' ';

    // Returns false when nothing was added, which is the bot's own mention.
    private static bool AppendEntity(StringBuilder plain, ReadOnlySpan<char> entity, string? botUserId)
    {
        var bar = entity.IndexOf('|');
        var target = bar < 0 ? entity : entity[..bar];
        var label = bar < 0 ? default : entity[(bar + 1)..];
        switch (target.IsEmpty ? '\0' : target[0])
        {
            case '@' when botUserId is not null && target[1..].SequenceEqual(botUserId):
                return false;
            case '@' or '#':
                plain.Append(target[0]);
                AppendUnescaped(plain, label.IsEmpty ? target[1..] : label);
                return true;
            case '!':
                AppendSpecial(plain, target[1..], label);
                return true;
            default:
                AppendUnescaped(plain, label.IsEmpty ? target : label);
                return true;
        }
    }

    private static void AppendSpecial(StringBuilder plain, ReadOnlySpan<char> target, ReadOnlySpan<char> label)
    {
        if (label.IsEmpty)
        {
            plain.Append('@').Append(target);
            return;
        }

        AppendUnescaped(plain, label);
    }

    private static void AppendUnescaped(StringBuilder plain, ReadOnlySpan<char> text)
    {
        while (text.IndexOf('&') is var at && at >= 0)
        {
            plain.Append(text[..at]);
            var (character, length) = Entity(text[at..]);
            plain.Append(character);
            text = text[(at + length)..];
        }

        plain.Append(text);
    }

    private static (char Character, int Length) Entity(ReadOnlySpan<char> text)
        => text.StartsWith("&amp;", StringComparison.Ordinal) ? ('&', 5)
            : text.StartsWith("&lt;", StringComparison.Ordinal) ? ('<', 4)
            : text.StartsWith("&gt;", StringComparison.Ordinal) ? ('>', 4)
            : ('&', 1);

    private static string Bounded(string text)
        => text.Length <= MaxLength ? text : text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
}
