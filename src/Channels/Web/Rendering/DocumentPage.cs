using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Knowledge;
using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.Channels.Web.Rendering;

/// <summary>A document as a page to read: its text escaped as it stands, its headings with anchors. Nothing in a document becomes markup of its own.</summary>
internal static class DocumentPage
{
    private const string Style =
        ":root{color-scheme:light dark}body{max-width:46rem;margin:2.5rem auto;padding:0 1.25rem;font:1rem/1.6 system-ui,sans-serif}"
        + "pre{font:inherit;white-space:pre-wrap;overflow-wrap:anywhere;margin:.5rem 0}h1,h2,h3,h4,h5,h6{line-height:1.25;margin:1.75rem 0 .25rem}"
        + "p{opacity:.75;margin:0}:target{text-decoration:underline}";

    /// <summary>Gets the content security policy of the page: its own style sheet by hash, and nothing else.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static IResult Render(Document document, Phrases words) => new Page(Html(document, words));

    private static string Html(Document document, Phrases words)
    {
        var page = new StringBuilder("<!doctype html><html lang=\"").Append(Escape(document.Language ?? words.Language)).Append("\"><head><meta charset=\"utf-8\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>").Append(Escape(document.Title))
            .Append("</title><style>").Append(Style).Append("</style></head><body><main><p>").Append(Escape(document.Id));
        if (document.Effective is { } effective)
        {
            page.Append(", ").Append(words.Say(Phrase.InEffectSince, ("date", effective.ToString("O", CultureInfo.InvariantCulture))));
        }

        page.Append(document.IsSuperseded ? $". {words[Phrase.SupersededDocument]}</p>" : "</p>");
        AppendText(page, document);
        return page.Append("</main></body></html>").ToString();
    }

    private static void AppendText(StringBuilder page, Document document)
    {
        var paragraph = new StringBuilder();
        var anchors = new Dictionary<string, int>(StringComparer.Ordinal);
        var isCode = false;
        foreach (var line in document.Text.AsSpan().EnumerateLines())
        {
            isCode ^= line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            var level = document.Format is TextFormat.Markdown && !isCode ? HeadingLevel(line) : 0;
            if (level == 0)
            {
                paragraph.Append(line).Append('\n');
                continue;
            }

            Flush(page, paragraph);
            var text = line[level..].Trim().TrimEnd('#').Trim().ToString();
            page.Append(CultureInfo.InvariantCulture, $"<h{level} id=\"{Escape(Anchor(text, anchors))}\">{Escape(text)}</h{level}>");
        }

        Flush(page, paragraph);
    }

    private static void Flush(StringBuilder page, StringBuilder paragraph)
    {
        var text = paragraph.ToString().Trim('\n');
        paragraph.Clear();
        if (!string.IsNullOrWhiteSpace(text))
        {
            page.Append("<pre>").Append(Escape(text)).Append("</pre>");
        }
    }

    private static int HeadingLevel(ReadOnlySpan<char> line)
    {
        var level = line.IndexOfAnyExcept('#');
        return level is > 0 and <= 6 && line[level] is ' ' ? level : 0;
    }

    // The anchors of well-known Markdown hosts: lower case, words joined by hyphens, a number for a repeated heading.
    private static string Anchor(string heading, Dictionary<string, int> seen)
    {
        var kept = heading.ToLowerInvariant().Where(character => char.IsLetterOrDigit(character) || character is ' ' or '-' or '_');
        var anchor = new string([.. kept]).Replace(' ', '-');
        var count = seen.GetValueOrDefault(anchor);
        seen[anchor] = count + 1;
        return count == 0 ? anchor : $"{anchor}-{count}";
    }

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);

    private sealed class Page(string html) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "text/html; charset=utf-8";
            httpContext.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
            return httpContext.Response.WriteAsync(html, httpContext.RequestAborted);
        }
    }
}
