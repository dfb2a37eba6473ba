using System.Globalization;
using System.Text;

namespace ChatOpsBot.Channels.Slack.Rendering;

/// <summary>Makes text that came from documents or models harmless in Slack (S-60, S-61, L-37).</summary>
/// <remarks>
/// What people read is built from <c>rich_text</c> elements, which Slack shows letter by letter: no mention, link or formatting can
/// come of their text, so nothing has to be escaped there. The message's <c>text</c>, which notifications and the plain-text
/// fallback use, is escaped as Slack asks: three characters, no more.
/// </remarks>
internal static class SlackEscape
{
    private const char WordJoiner = '\u2060';

    /// <summary>Escapes text for a message's <c>text</c>.</summary>
    public static string Mrkdwn(string text)
        => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>
    /// Returns text as it may stand in a <c>rich_text</c> element: without invisible characters, and with what would be a mention or link
    /// elsewhere broken up, should the text ever be copied there.
    /// </summary>
    public static string Literal(string text)
    {
        var visible = Visible(text);
        if (!visible.Contains('<', StringComparison.Ordinal))
        {
            return visible;
        }

        var literal = new StringBuilder(visible.Length + 8);
        for (var i = 0; i < visible.Length; i++)
        {
            literal.Append(visible[i]);
            if (visible[i] == '<' && i + 1 < visible.Length && visible[i + 1] is '!' or '@' or '#' or 'h' or 'm' or 's' or 't')
            {
                literal.Append(WordJoiner);
            }
        }

        return literal.ToString();
    }

    /// <summary>Removes what is there but not seen: direction overrides, zero-width and tag characters, control characters. Half a surrogate pair becomes U+FFFD.</summary>
    public static string Visible(string text)
    {
        var clean = true;
        foreach (var rune in text.EnumerateRunes())
        {
            clean &= !IsInvisible(rune) && rune != Rune.ReplacementChar;
        }

        if (clean)
        {
            return text;
        }

        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsInvisible(rune))
            {
                visible.Append(rune);
            }
        }

        return visible.ToString();
    }

    /// <summary>Returns text on one line, at most <paramref name="length"/> characters, cut between two things a person sees as characters.</summary>
    public static string OneLine(string text, int length)
    {
        var line = string.Join(' ', Visible(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= length)
        {
            return line;
        }

        var end = 0;
        while (end + StringInfo.GetNextTextElementLength(line, end) is var next && next < length)
        {
            end = next;
        }

        return line[..end].TrimEnd() + "…";
    }

    private static bool IsInvisible(Rune rune) => rune.Value is
        (< 0x20 and not ('\n' or '\t')) or (>= 0x7F and <= 0x9F) or 0x200B or 0x2060 or 0xFEFF
        or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or (>= 0xE0000 and <= 0xE007F) or 0xFFFE or 0xFFFF;
}
