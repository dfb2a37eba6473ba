using System.IO.Compression;
using System.Text;
using ChatOpsBot.RagCore.Knowledge.Crawling;
using ChatOpsBot.RagCore.Knowledge.Crawling.Fetching;
using ChatOpsBot.RagCore.Knowledge.Crawling.Sitemaps;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Crawling;

public sealed class SitemapTests
{
    private const string Namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";

    [Fact]
    public void Pages_are_read_with_their_times_and_not_their_images()
    {
        var file = Parse($"""
            <?xml version="1.0"?><urlset xmlns="{Namespace}" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
            <url><loc> https://example.com/a?b=1&amp;c=2 </loc><lastmod>2026-01-02</lastmod><image:image><image:loc>https://example.com/i.png</image:loc></image:image></url>
            <url><lastmod>2026-01-03</lastmod><loc>https://example.com/b</loc></url><url><loc>relative</loc></url><url/></urlset>
            """);

        Assert.False(file!.IsIndex);
        Assert.Equal([("https://example.com/a?b=1&c=2", "2026-01-02"), ("https://example.com/b", "2026-01-03")], file.Entries.Select(entry => (entry.Url.AbsoluteUri, entry.Modified!)));
    }

    [Fact]
    public void A_packed_sitemap_is_read()
        => Assert.Equal("https://example.com/a", Assert.Single(SitemapFile.Parse(Pack(Encoding.UTF8.GetBytes(UrlSet("https://example.com/a"))))!.Entries).Url.AbsoluteUri);

    [Fact]
    public void A_packed_bomb_is_refused()
        => Assert.Null(SitemapFile.Parse(Pack(Encoding.UTF8.GetBytes($"<urlset><!--{new string(' ', 5_000_000)}--></urlset>")), maxBytes: 1_000_000));

    [Theory]
    [InlineData("<!DOCTYPE urlset [<!ENTITY a \"x\">]><urlset><url><loc>https://example.com/&a;</loc></url></urlset>")]
    [InlineData("<!DOCTYPE urlset SYSTEM \"file:///etc/passwd\"><urlset/>")]
    [InlineData("<rss><channel/></rss>")]
    [InlineData("<urlset><url><loc>https://example.com/a</loc>")]
    [InlineData("<html><body>Not found")]
    [InlineData("")]
    public void What_is_no_sitemap_is_refused(string text) => Assert.Null(Parse(text));

    [Fact]
    public void An_address_that_is_longer_than_one_may_be_is_not_kept()
    {
        var file = Parse(UrlSet($"https://example.com/{new string('a', 3_000)}", "https://example.com/b"))!;

        Assert.Equal("https://example.com/b", Assert.Single(file.Entries).Url.AbsoluteUri);
    }

    [Fact]
    public void More_pages_than_a_sitemap_may_name_refuse_it()
        => Assert.Null(Parse(UrlSet([.. Enumerable.Range(0, 50_001).Select(number => $"https://example.com/{number}")])));

    [Fact]
    public async Task Indexes_are_followed_without_going_in_circles_and_not_too_deep()
    {
        var files = new Dictionary<string, string>
        {
            ["/root"] = Index("/one", "/root", "/missing", "/deep"),
            ["/one"] = UrlSet("https://example.com/a", "https://example.com/a#part"),
            ["/deep"] = Index("/deeper", "/root"),
            ["/deeper"] = Index("/one", "/deepest"),
        };
        var reader = Reader(files, maxPages: 10);

        await reader.ReadAsync(new Uri("https://example.com/root"), CancellationToken.None);

        Assert.Equal(["https://example.com/a"], reader.Pages.Select(page => page.Url.AbsoluteUri));
        Assert.Equal([("/missing", PageOutcome.Gone), ("/deeper", PageOutcome.NotASitemap)], reader.Refused.Select(file => (file.Url.AbsolutePath, file.Outcome)));
        Assert.False(reader.IsFull);
    }

    [Fact]
    public async Task No_more_pages_are_collected_than_may_be_read()
    {
        var reader = Reader(new() { ["/root"] = Index("/one", "/never"), ["/one"] = UrlSet("https://example.com/a", "https://example.com/b", "https://example.com/c") }, maxPages: 2);

        await reader.ReadAsync(new Uri("https://example.com/root"), CancellationToken.None);

        Assert.Equal(2, reader.Pages.Count);
        Assert.True(reader.IsFull);
        Assert.Empty(reader.Refused);
    }

    internal static string UrlSet(params string[] urls) => $"<urlset xmlns=\"{Namespace}\">{string.Concat(urls.Select(url => $"<url><loc>{url}</loc></url>"))}</urlset>";

    private static string Index(params string[] paths)
        => $"<sitemapindex xmlns=\"{Namespace}\">{string.Concat(paths.Select(path => $"<sitemap><loc>https://example.com{path}</loc></sitemap>"))}</sitemapindex>";

    private static SitemapFile? Parse(string text) => SitemapFile.Parse(Encoding.UTF8.GetBytes(text));

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static SitemapReader Reader(Dictionary<string, string> files, int maxPages)
        => new(
            (url, _, _) => Task.FromResult(files.TryGetValue(url.AbsolutePath, out var text)
                ? new FetchedPage(url, PageOutcome.Fetched) { Bytes = Encoding.UTF8.GetBytes(text) }
                : new FetchedPage(url, PageOutcome.Gone)),
            maxPages);
}
