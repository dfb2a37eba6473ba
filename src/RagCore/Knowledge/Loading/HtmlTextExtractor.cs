using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace ChatOpsBot.RagCore.Knowledge.Loading;

/// <summary>
/// Writes the main content of an HTML page as Markdown, so that headings, lists and tables survive. Nothing is fetched and no script
/// runs: only the parser is used, without a browsing context that could.
/// </summary>
internal static class HtmlTextExtractor
{
    private static readonly HtmlParserOptions Options = new() { IsScripting = false };

    /// <summary>Returns the text and the title the page gives itself.</summary>
    public static (string Text, string? Title) Extract(string html)
    {
        var page = new HtmlParser(Options).ParseDocument(html);
        var content = page.QuerySelector("main") ?? page.QuerySelector("article") ?? (INode?)page.Body;
        var title = page.Head?.QuerySelector("title")?.TextContent;
        return (content is null ? string.Empty : new HtmlMarkdownWriter().Write(content), HtmlMarkdownWriter.Squeeze(title));
    }
}
