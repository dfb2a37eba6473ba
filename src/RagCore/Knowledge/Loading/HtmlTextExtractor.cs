using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using ChatOpsBot.RagCore.Knowledge.Loading.Formats;

namespace ChatOpsBot.RagCore.Knowledge.Loading;

/// <summary>
/// Writes the main content of an HTML page as Markdown, so that headings, lists and tables survive. Nothing is fetched and no script
/// runs: only the parser is used, without a browsing context that could.
/// </summary>
internal static class HtmlTextExtractor
{
    /// <summary>How every page is parsed.</summary>
    public static readonly HtmlParserOptions Options = new() { IsScripting = false };

    /// <summary>Returns the text and what the page says about itself.</summary>
    public static ExtractedText Extract(string html, Uri? address) => Extract(new HtmlParser(Options).ParseDocument(html), address);

    /// <summary>Returns the text of a page that is parsed already.</summary>
    public static ExtractedText Extract(IHtmlDocument page, Uri? address)
    {
        var content = MainContent(page);
        var start = HtmlLinks.WebAddress(page.Head?.QuerySelector("base[href]")?.GetAttribute("href"), address) ?? address;
        var writer = new HtmlMarkdownWriter(start);
        return new ExtractedText(content is null ? string.Empty : writer.Write(content), TextFormat.Markdown)
        {
            FallbackTitle = HtmlMarkdownWriter.Squeeze(page.Head?.QuerySelector("title")?.TextContent),
            Language = page.DocumentElement?.GetAttribute("lang"),
            Owner = page.Head?.QuerySelector("meta[name=author]")?.GetAttribute("content"),
            Canonical = HtmlLinks.WebAddress(page.Head?.QuerySelector("link[rel=canonical]")?.GetAttribute("href"), start),
            Places = writer.Places,
        };
    }

    /// <summary>Several articles are a list of which all belong to the page.</summary>
    private static IElement? MainContent(IHtmlDocument page)
    {
        var articles = page.QuerySelectorAll("article");
        return page.QuerySelector("main") ?? page.QuerySelector("[role=main]") ?? (articles.Length == 1 ? articles[0] : page.Body);
    }
}
