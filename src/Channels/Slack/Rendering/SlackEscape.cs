using System.Text;
using ChatOpsBot.RagCore.Conversations.Text;

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
        var visible = DisplayText.Visible(text);
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
}
