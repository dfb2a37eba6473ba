using System.Text.RegularExpressions;
using ChatOpsBot.RagCore.Answering.Sentences;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.RagCore.Answering.Tools;

/// <summary>
/// Cleans what comes from a tool. No hidden characters (L-37), and nothing that could come to life: unlike a document, nobody of the organisation
/// has read a result before, so not even a quote may carry an address, a mention or a picture (L-03, L-04).
/// </summary>
internal static partial class ToolText
{
    private const string LeftOut = "(left out)";

    // Addresses, whatever runs or opens something, links and pictures of Markdown, mentions of the platforms, tags.
    private const string ActivePattern =
        @"[a-z][a-z0-9+.-]*:/{1,2}\S*|//\w\S*|\bwww\.\S*|\b(javascript|vbscript|data|mailto|tel|sms|file|slack|msteams|blob|about):\S+|!?\[[^\]\n]*\][(\[][^)\]\n]*[)\]]?|<[!@#/a-z][^>\n]*>?|@(channel|here|everyone|all)\b|\{\{|&#?\w+;";

    /// <summary>Returns the text, no longer than a number of characters; cut at the end of a line where there is one.</summary>
    public static string Clean(string text, int length)
    {
        // Bounded before any work is done on it; what is taken out leaves a little less.
        var head = Cut(text, Math.Min(text.Length, 4 * length)).ReplaceLineEndings("\n");
        var visible = DisplayText.Visible(InvisibleCharacters.Remove(head));
        var clean = Active().Replace(visible, LeftOut).Trim();
        return clean.Length <= length ? clean : AtLineEnd(Cut(clean, length));
    }

    /// <summary>Returns the text on one line.</summary>
    public static string OneLine(string text, int length) => DisplayText.OneLine(Clean(text, length), length);

    private static string Cut(string text, int length)
        => length >= text.Length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    private static string AtLineEnd(string text)
    {
        var end = text.LastIndexOf('\n');
        return (end > text.Length / 2 ? text[..end] : text).TrimEnd();
    }

    [GeneratedRegex(ActivePattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Active();
}
