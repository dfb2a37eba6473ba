using System.Text;
using System.Text.RegularExpressions;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Teams.Rendering;

/// <summary>Makes text that came from documents, models or people harmless in Teams (L-03, L-37).</summary>
/// <remarks>
/// Cards are built from <c>TextRun</c>, which knows no Markdown: only its date functions have to be broken up. A message's
/// <c>text</c> is Markdown with HTML in it, so there everything that could come to life is escaped.
/// </remarks>
internal static partial class TeamsEscape
{
    private const string WordJoiner = "\u2060";

    /// <summary>Returns text as it may stand in a <c>TextRun</c>.</summary>
    public static string Literal(string text) => DateFunction().Replace(DisplayText.Visible(text), match => $"{{{WordJoiner}{match.ValueSpan[1..]}");

    /// <summary>Returns one line as it may stand in a message's text.</summary>
    public static string Markdown(string line)
    {
        var visible = Address().Replace(DisplayText.Visible(line).Trim(), match => match.Value.Insert(Joint(match.ValueSpan), WordJoiner));
        var escaped = new StringBuilder(visible.Length + 16);
        for (var i = 0; i < visible.Length; i++)
        {
            Append(escaped, visible, i);
        }

        return escaped.ToString();
    }

    /// <summary>Returns text as it may stand between two fences.</summary>
    // Teams looks for [n] everywhere, so a number in brackets must not be one there either.
    public static string Code(string text) => Number().Replace(DisplayText.Visible(text), match => match.Value.Insert(1, WordJoiner));

    private static void Append(StringBuilder escaped, string text, int i)
    {
        switch (text[i])
        {
            case '&':
                escaped.Append("&amp;");
                break;
            case '<':
                escaped.Append("&lt;");
                break;
            case '>':
                escaped.Append("&gt;");
                break;
            case '[' when i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]):
                escaped.Append("\\[" + WordJoiner);
                break;
            case '\\' or '`' or '*' or '_' or '[' or ']' or '~' or '|':
            case '+' or '-' or '=' or '#' when i == 0:
            case '.' or ')' when i > 0 && text.AsSpan(0, i).IndexOfAnyExceptInRange('0', '9') < 0:
                escaped.Append('\\').Append(text[i]);
                break;
            default:
                escaped.Append(text[i]);
                break;
        }
    }

    // Behind the first sign of ".com/" and "@name", before the last of "www." and "mailto:", behind the colon of "s://".
    private static int Joint(ReadOnlySpan<char> address) => address[0] is '.' or '@' ? 1 : address.EndsWith("//") ? 2 : address.Length - 1;

    [GeneratedRegex(@"\{\{(DATE|TIME)\(", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex DateFunction();

    // What clients turn into links by themselves: after these a word joiner ends the match.
    [GeneratedRegex(@"[a-z]://|www\.|mailto:|@\w|\.[a-z]{2,24}/", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Address();

    [GeneratedRegex(@"\[\d", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
