using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Teams.Rendering;

/// <summary>Turns plain text into the Markdown of a message's text, in which only our own marks are alive.</summary>
internal static class TeamsMarkdown
{
    public const string Paragraph = "\n\n";

    private const string LineBreak = "  \n";

    public static IEnumerable<string> Pieces(string text, string numbers = "")
    {
        var parts = TextSplitter.Split(DisplayText.Visible(text).Trim(), TeamsLimits.Paragraph);
        for (var i = 0; i < parts.Count; i++)
        {
            yield return Of(parts[i], i == parts.Count - 1 ? numbers : string.Empty);
        }
    }

    /// <summary>Returns a source as it is listed in text.</summary>
    public static string Source(Citation citation, bool showsDates, Phrases words)
    {
        var name = $"**{citation.Number}\\.** {TeamsEscape.Markdown(TeamsSources.Title(citation, words) + TeamsSources.Place(citation, showsDates, words))}";
        var opening = TeamsSources.Openable(citation.Link) is { } link ? $" [{words[Phrase.OpenSource]}]({Target(link)})" : string.Empty;
        return $"{name}{opening}{LineBreak}“{TeamsEscape.Markdown(DisplayText.OneLine(citation.Quote, TeamsLimits.Quote))}”";
    }

    private static string Of(string text, string numbers)
    {
        var groups = TeamsProse.Groups(text);
        var said = string.Join(Paragraph, groups.Select(group => Group(group.Kind, group.Lines)));
        return said.Length == 0 ? numbers.Trim()
            : groups[^1].Kind is TeamsLines.Code && numbers.Length > 0 ? said + Paragraph + numbers.Trim()
            : said + numbers;
    }

    private static string Group(TeamsLines kind, IReadOnlyList<string> lines) => kind switch
    {
        TeamsLines.List => string.Join('\n', lines.Select(line => "- " + TeamsEscape.Markdown(line))),
        TeamsLines.Code => $"{TextSplitter.Fence}\n{TeamsEscape.Code(string.Join('\n', lines))}\n{TextSplitter.Fence}",
        _ => string.Join(LineBreak, lines.Select(TeamsEscape.Markdown)),
    };

    // What would end a link's target is written as the web writes it.
    private static string Target(Uri link)
        => link.AbsoluteUri.Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal).Replace("\\", "%5C", StringComparison.Ordinal);
}
