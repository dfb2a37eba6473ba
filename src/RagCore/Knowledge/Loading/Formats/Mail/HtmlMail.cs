using AngleSharp.Html.Parser;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats.Mail;

/// <summary>Writes a message that exists only as a page as Markdown, its headings below those of the thread.</summary>
internal static class HtmlMail
{
    // What Gmail, Outlook, Thunderbird and Apple Mail put around the history they quote.
    private const string Quotes = "blockquote[type=cite], div.gmail_quote, div.gmail_attr, div.moz-cite-prefix, div.yahoo_quoted, #divRplyFwdMsg, #divRplyFwdMsg ~ *, #appendonsend ~ *";

    public static string ToMarkdown(string html, bool isAnswer)
    {
        if (HtmlNesting.IsTooDeep(html))
        {
            throw new LoadRefusedException(LoadOutcome.TooDeep);
        }

        var page = new HtmlParser(HtmlTextExtractor.Options).ParseDocument(html);
        foreach (var quote in isAnswer ? page.QuerySelectorAll(Quotes).ToArray() : [])
        {
            quote.Remove();
        }

        var lines = HtmlTextExtractor.Extract(page, address: null).Text.Split('\n');
        return string.Join('\n', lines.Select(line => line.StartsWith('#') ? Below(line) : line)).Trim('\n');
    }

    private static string Below(string heading) => new string('#', Math.Min(6, heading.IndexOf(' ', StringComparison.Ordinal) + 2)) + heading[heading.IndexOf(' ', StringComparison.Ordinal)..];
}
