using System.Net;
using System.Text.RegularExpressions;

namespace ChatOpsBot.Channels.Teams.Inbound;

/// <summary>Reads the HTML that Teams keeps messages in: what a person sees of it, and what is quoted in it.</summary>
internal static partial class TeamsHtml
{
    // Of more than this nobody reads a line; what a person types is far shorter.
    private const int MaxLength = 100_000;

    private const RegexOptions Reading = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline;

    /// <summary>Returns what a person sees; empty when there is too much of it.</summary>
    public static string ToPlain(string html)
    {
        if (html.Length > MaxLength)
        {
            return string.Empty;
        }

        var lines = LineEnd().Replace(html.ReplaceLineEndings(" "), "\n");
        return Blanks().Replace(WebUtility.HtmlDecode(Tag().Replace(lines, string.Empty)).Replace('\u00A0', ' '), "\n").Trim();
    }

    /// <summary>Divides a message into what it quotes of other people and what is said about it; null when it quotes nobody.</summary>
    /// <param name="html">The message.</param>
    /// <param name="unsaid">Names whose mentions are not said.</param>
    public static (string Quoted, string Said)? SplitQuote(string html, IReadOnlySet<string> unsaid)
    {
        if (html.Length > MaxLength || !Quote().IsMatch(html))
        {
            return null;
        }

        // What the bot said stands in the thread's own history.
        var quoted = Quote().Matches(html).Select(match => match.Value).Where(quote => !quote.Contains("itemid=\"28:", StringComparison.OrdinalIgnoreCase))
            .Select(quote => Preview().Match(quote) is { Success: true } preview ? preview.Groups[1].Value : quote);
        var said = Mention().Replace(Quote().Replace(html, " "), mention => unsaid.Contains(ToPlain(mention.Value)) ? " " : mention.Value);
        return (ToPlain(string.Join("<br>", quoted)), ToPlain(said));
    }

    // https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages
    [GeneratedRegex(@"<blockquote[^>]*itemtype=""http://schema\.skype\.com/Reply""[^>]*>.*?</blockquote>", Reading | RegexOptions.NonBacktracking)]
    private static partial Regex Quote();

    [GeneratedRegex(@"<p[^>]*itemprop=""(?:preview|copy)""[^>]*>(.*?)</p>", Reading | RegexOptions.NonBacktracking)]
    private static partial Regex Preview();

    [GeneratedRegex(@"<span[^>]*itemtype=""http://schema\.skype\.com/Mention""[^>]*>.*?</span>", Reading | RegexOptions.NonBacktracking)]
    private static partial Regex Mention();

    [GeneratedRegex(@"<br\s*/?>|</(?:p|div|li|tr|h[1-6]|blockquote)>", Reading | RegexOptions.NonBacktracking)]
    private static partial Regex LineEnd();

    [GeneratedRegex("<[^>]*>", Reading | RegexOptions.NonBacktracking)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s*\n\s*", Reading | RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();
}
