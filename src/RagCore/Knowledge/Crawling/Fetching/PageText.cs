using System.Text;
using AngleSharp.Html.Parser;
using ChatOpsBot.RagCore.Knowledge.Loading;

namespace ChatOpsBot.RagCore.Knowledge.Crawling.Fetching;

/// <summary>Brings text of the web to the one encoding files are read in, and reads whether a page wants to be found.</summary>
internal static class PageText
{
    private const string Utf8Name = "utf-8";

    private static readonly HtmlParserOptions Options = new() { IsScripting = false };

    /// <summary>Returns the text as UTF-8; null when it is not in the encoding it was said to be in.</summary>
    public static ReadOnlyMemory<byte>? ToUtf8(ReadOnlyMemory<byte> bytes, string? charset)
    {
        if (charset is null || charset.Equals(Utf8Name, StringComparison.OrdinalIgnoreCase))
        {
            return bytes;
        }

        try
        {
            var encoding = CodePagesEncodingProvider.Instance.GetEncoding(charset, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
                ?? Encoding.GetEncoding(charset, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            return Encoding.UTF8.GetBytes(encoding.GetString(bytes.Span));
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Says whether headers or the page itself ask not to be indexed.</summary>
    public static bool AsksNotToBeIndexed(FetchedPage page, string extension)
        => page.RobotsTags.Any(IsRefusal) || (extension == ".html" && Metas(page.Bytes).Any(content => HasRefusal(content.Split(','))));

    /// <summary>A tag may begin with the name of whom it is meant for.</summary>
    private static bool IsRefusal(string tag)
    {
        var directives = tag.Split(',', StringSplitOptions.TrimEntries);
        var isForUs = true;
        foreach (var directive in directives)
        {
            var rule = directive;
            if (directive.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 && !IsRuleWithValue(directive[..colon]))
            {
                isForUs = directive[..colon].Trim().Equals(PageFetcher.Product, StringComparison.OrdinalIgnoreCase);
                rule = directive[(colon + 1)..];
            }

            if (isForUs && HasRefusal([rule]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsRuleWithValue(string name)
        => name.Trim().ToUpperInvariant() is "UNAVAILABLE_AFTER" or "MAX-SNIPPET" or "MAX-IMAGE-PREVIEW" or "MAX-VIDEO-PREVIEW";

    private static bool HasRefusal(IEnumerable<string> rules) => rules.Any(rule => rule.Trim().ToUpperInvariant() is "NOINDEX" or "NONE");

    private static IEnumerable<string> Metas(ReadOnlyMemory<byte> bytes)
    {
        // What cannot be read here is refused by the reader of the file, too.
        if (TextDecoder.Decode(bytes.Span, out var html) != LoadOutcome.Loaded || HtmlNesting.IsTooDeep(html))
        {
            return [];
        }

        using var page = new HtmlParser(Options).ParseDocument(html);
        return
        [
            .. from meta in page.QuerySelectorAll("meta[name][content]")
               let name = meta.GetAttribute("name")!.Trim()
               where name.Equals("robots", StringComparison.OrdinalIgnoreCase) || name.Equals(PageFetcher.Product, StringComparison.OrdinalIgnoreCase)
               select meta.GetAttribute("content")!,
        ];
    }
}
