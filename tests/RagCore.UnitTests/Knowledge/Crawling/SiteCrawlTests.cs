using System.Globalization;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Crawling;
using ChatOpsBot.RagCore.Knowledge.Crawling.Mirroring;
using ChatOpsBot.RagCore.Knowledge.Loading;
using ChatOpsBot.RagCore.Knowledge.Watching;
using ChatOpsBot.TestKit.Time;
using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Crawling;

/// <summary>Crawls of a site over real sockets into a real folder.</summary>
public sealed class SiteCrawlTests : IAsyncLifetime
{
    private const string Page = "https://example.com/a";
    private const string Map = "https://example.com/sitemap.xml";

    private readonly FixedTimeProvider _clock = new();
    private CrawlFixture _crawl = null!;

    public async Task InitializeAsync() => _crawl = await CrawlFixture.StartAsync();

    public Task DisposeAsync() => _crawl.DisposeAsync().AsTask();

    [Fact]
    public async Task Pages_become_documents_whose_links_open_them()
    {
        _crawl.Site.MapRedirect("/a", "/guides/badges?lang=en");
        _crawl.Site.Map("/guides/badges?lang=en", "<html><body><h1>Badges</h1><p>Return it at the gate.</p><h2>Lost ones</h2><p>Tell the desk.</p></body></html>");
        _crawl.Site.Map("/notes.md", "# Notes\n\nWords of the notes.", "text/plain");
        _crawl.Site.Map("/table", "name,desk\nAnn,4\n", "text/csv");

        var report = await _crawl.CrawlAsync(_crawl.Source([Page, "https://example.com/notes.md", "https://example.com/table"]));

        Assert.All(report.Pages, page => Assert.Equal(PageOutcome.Fetched, page.Outcome));
        Assert.Equal(["example.com/a.html", "example.com/notes.md", "example.com/table.csv"], _crawl.Copies());
        var documents = (await ReadAsync()).ToDictionary(document => document.Id);
        Assert.Equal("https://example.com/guides/badges?lang=en", documents["example.com/a.html"].Link!.AbsoluteUri);
        Assert.Equal("https://example.com/notes.md", documents["example.com/notes.md"].Link!.AbsoluteUri);
    }

    [Fact]
    public async Task A_page_that_did_not_change_is_asked_for_with_its_marks_and_its_copy_is_not_touched()
    {
        _crawl.Site.Map("/a", context =>
        {
            context.Response.Headers.ETag = "\"one\"";
            context.Response.Headers.LastModified = "Mon, 02 Mar 2026 09:00:00 GMT";
            context.Response.ContentType = "text/html";
            context.Response.StatusCode = context.Request.Headers.IfNoneMatch == "\"one\"" ? 304 : 200;
            return context.Response.StatusCode == 304 ? Task.CompletedTask : context.Response.WriteAsync("<p>words</p>");
        });
        var source = _crawl.Source([Page]);
        await _crawl.CrawlAsync(source);
        var written = File.GetLastWriteTimeUtc(Path.Combine(_crawl.Folder, "example.com/a.html"));

        var report = await _crawl.CrawlAsync(source);

        Assert.Equal(PageOutcome.Unchanged, Assert.Single(report.Pages).Outcome);
        Assert.Equal("Mon, 02 Mar 2026 09:00:00 GMT", _crawl.Site.Requests.Last(request => request.Path == "/a").Headers["If-Modified-Since"]);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(_crawl.Folder, "example.com/a.html")));

        // A copy that is not what was written is not what the marks are about.
        File.WriteAllText(Path.Combine(_crawl.Folder, "example.com/a.html"), "something else");
        Assert.Equal(PageOutcome.Fetched, Assert.Single((await _crawl.CrawlAsync(source)).Pages).Outcome);
        Assert.Equal("<p>words</p>", File.ReadAllText(Path.Combine(_crawl.Folder, "example.com/a.html")));
    }

    [Theory]
    [InlineData(404, false, nameof(PageOutcome.Gone))]
    [InlineData(410, false, nameof(PageOutcome.Gone))]
    [InlineData(403, false, nameof(PageOutcome.Forbidden))]
    [InlineData(500, true, nameof(PageOutcome.Unavailable))]
    [InlineData(502, true, nameof(PageOutcome.Unavailable))]
    [InlineData(418, true, nameof(PageOutcome.Refused))]
    public async Task A_page_that_is_gone_goes_and_one_that_fails_keeps_its_last_copy(int status, bool stays, string outcome)
    {
        _crawl.Site.Map("/a", "<p>words</p>");
        await _crawl.CrawlAsync(_crawl.Source([Page]));
        _crawl.Site.MapStatus("/a", status);

        var report = await _crawl.CrawlAsync(_crawl.Source([Page]));

        Assert.Equal(outcome, Assert.Single(report.Pages).Outcome.ToString());
        Assert.Equal(stays ? ["example.com/a.html"] : [], _crawl.Copies());
        Assert.Equal(stays ? 1 : 0, (await ReadAsync()).Count);
    }

    [Fact]
    public async Task A_site_that_is_down_keeps_its_copies_and_is_left_alone_after_some_pages()
    {
        string[] urls = [.. Enumerable.Range(0, 30).Select(number => $"https://example.com/{number}")];
        foreach (var number in Enumerable.Range(0, 30))
        {
            _crawl.Site.Map($"/{number}", context =>
            {
                // No connection is left for the next crawl.
                context.Response.Headers.Connection = "close";
                context.Response.ContentType = "text/html";
                return context.Response.WriteAsync("<p>words</p>");
            });
        }

        using var crawl = _crawl.Crawl(_crawl.Source(urls));
        Assert.All((await crawl.RunAsync(CancellationToken.None)).Pages, page => Assert.Equal(PageOutcome.Fetched, page.Outcome));
        _crawl.Network.IsDown = true;
        _crawl.Network.Dialed.Clear();

        var report = await crawl.RunAsync(CancellationToken.None);

        Assert.Equal(30, _crawl.Copies().Count());
        Assert.Contains(report.Pages, page => page.Outcome is PageOutcome.Resting);
        Assert.InRange(_crawl.Network.Dialed.Count, 1, 12);
    }

    [Theory]
    [InlineData("<html><head><meta name='robots' content='noindex, follow'></head><body>words</body></html>", null)]
    [InlineData("<html><head><META NAME='ChatOpsBot' CONTENT='None'></head><body>words</body></html>", null)]
    [InlineData("<p>words</p>", "noindex")]
    [InlineData("<p>words</p>", "max-snippet: 20, noindex")]
    [InlineData("<p>words</p>", "chatopsbot: noindex")]
    public async Task A_page_that_asks_not_to_be_indexed_is_not(string html, string? header)
    {
        MapWithTag(html, header);

        Assert.Equal(PageOutcome.NotIndexed, Assert.Single((await _crawl.CrawlAsync(_crawl.Source([Page]))).Pages).Outcome);
        Assert.Empty(_crawl.Copies());
    }

    [Theory]
    [InlineData("<html><head><meta name='robots' content='nofollow'><meta name='other' content='noindex'></head><body>words</body></html>", null)]
    [InlineData("<p>words about noindex</p>", "otherbot: noindex")]
    [InlineData("<p>words</p>", "unavailable_after: Mon, 01 Jan 2035 00:00:00 GMT")]
    public async Task A_page_that_asks_something_else_is_read(string html, string? header)
    {
        MapWithTag(html, header);

        Assert.Equal(PageOutcome.Fetched, Assert.Single((await _crawl.CrawlAsync(_crawl.Source([Page]))).Pages).Outcome);
    }

    [Fact]
    public async Task What_robots_txt_disallows_is_not_asked_for_also_behind_a_redirect()
    {
        _crawl.Site.Map("/robots.txt", "User-agent: *\nDisallow: /private", "text/plain");
        _crawl.Site.MapRedirect("/a", "/private/b");
        _crawl.Site.Map("/private/b", "secret");

        var report = await _crawl.CrawlAsync(_crawl.Source([Page, "https://example.com/private/b"]));

        Assert.Equal([PageOutcome.Disallowed, PageOutcome.Disallowed], report.Pages.Select(page => page.Outcome));
        Assert.Equal(0, _crawl.Site.CountOf("/private/b"));
        Assert.Equal(1, _crawl.Site.CountOf("/robots.txt"));
    }

    [Theory]
    [InlineData(503, nameof(PageOutcome.RobotsUnreachable))]
    [InlineData(404, nameof(PageOutcome.Fetched))]
    [InlineData(403, nameof(PageOutcome.Fetched))]
    [InlineData(429, nameof(PageOutcome.Fetched))]
    public async Task A_site_whose_robots_txt_cannot_be_read_allows_nothing_and_one_without_everything(int status, string outcome)
    {
        _crawl.Site.MapStatus("/robots.txt", status);
        _crawl.Site.Map("/a", "<p>words</p>");

        Assert.Equal(outcome, Assert.Single((await _crawl.CrawlAsync(_crawl.Source([Page]))).Pages).Outcome.ToString());
    }

    [Fact]
    public async Task A_page_no_sitemap_names_any_more_goes_but_only_when_all_were_read()
    {
        _crawl.Site.Map("/a", "<p>words</p>");
        _crawl.Site.Map("/b", "<p>words</p>");
        _crawl.Site.Map("/sitemap.xml", SitemapTests.UrlSet(Page, "https://example.com/b", "https://other.example.com/c", "http://example.com/d"), "text/xml");
        var source = _crawl.Source([], Map);
        var first = await _crawl.CrawlAsync(source);
        Assert.Equal(["example.com/a.html", "example.com/b.html"], _crawl.Copies());
        Assert.Equal(PageOutcome.OtherHost, first.Pages.Single(page => page.Url.Host == "other.example.com").Outcome);
        Assert.Equal(PageOutcome.AddressFault, first.Pages.Single(page => page.Url.Scheme == "http").Outcome);
        Assert.All(_crawl.Site.Requests, request => Assert.Equal("example.com", request.Host));

        Assert.NotNull(Links.WholeAsOf);

        _crawl.Site.MapStatus("/sitemap.xml", 500);
        var broken = await _crawl.CrawlAsync(source);
        Assert.Null(Links.WholeAsOf);
        Assert.Equal(PageOutcome.Unavailable, Assert.Single(broken.Sitemaps).Outcome);
        Assert.Equal(2, _crawl.Copies().Count());

        _crawl.Site.Map("/sitemap.xml", SitemapTests.UrlSet(Page), "text/xml");
        Assert.Equal(1, (await _crawl.CrawlAsync(source)).Removed);
        Assert.Equal(["example.com/a.html"], _crawl.Copies());
    }

    [Fact]
    public async Task A_page_the_sitemap_calls_unchanged_is_asked_for_once_a_day()
    {
        _crawl.Time = _clock;
        _crawl.Site.Map("/a", "<p>words</p>");
        _crawl.Site.Map("/sitemap.xml", "<urlset><url><loc>https://example.com/a</loc><lastmod>2026-01-01</lastmod></url></urlset>", "text/xml");
        var source = _crawl.Source([], Map);
        await _crawl.CrawlAsync(source);

        _clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal(PageOutcome.Unchanged, Assert.Single((await _crawl.CrawlAsync(source)).Pages).Outcome);
        Assert.Equal(1, _crawl.Site.CountOf("/a"));

        _clock.Advance(TimeSpan.FromHours(2));
        await _crawl.CrawlAsync(source);
        Assert.Equal(2, _crawl.Site.CountOf("/a"));
    }

    [Fact]
    public async Task A_site_that_asks_for_a_short_wait_gets_it_and_one_that_asks_for_a_long_one_is_left_alone()
    {
        var asked = 0;
        _crawl.Site.Map("/a", context => Busy(context, ++asked == 1 ? 0 : null));
        Assert.Equal(PageOutcome.Fetched, Assert.Single((await _crawl.CrawlAsync(_crawl.Source([Page]))).Pages).Outcome);
        Assert.Equal(2, _crawl.Site.CountOf("/a"));

        _crawl.Time = _clock;
        _crawl.Site.Map("/a", context => Busy(context, 3_600));
        using var crawl = _crawl.Crawl(_crawl.Source([Page]));
        Assert.Equal(PageOutcome.Busy, Assert.Single((await crawl.RunAsync(CancellationToken.None)).Pages).Outcome);
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(PageOutcome.Resting, Assert.Single((await crawl.RunAsync(CancellationToken.None)).Pages).Outcome);
        Assert.Equal(3, _crawl.Site.CountOf("/a"));
        Assert.Single(_crawl.Copies());

        _clock.Advance(TimeSpan.FromMinutes(2));
        _crawl.Site.Map("/a", "<p>words</p>");
        Assert.Equal(PageOutcome.Fetched, Assert.Single((await crawl.RunAsync(CancellationToken.None)).Pages).Outcome);
    }

    [Theory]
    [InlineData("image/png", nameof(PageOutcome.UnknownType))]
    [InlineData("application/zip", nameof(PageOutcome.UnknownType))]
    [InlineData("text/html; charset=no-such", nameof(PageOutcome.Undecodable))]
    [InlineData("text/html; charset=iso-8859-1", nameof(PageOutcome.Fetched))]
    public async Task Types_that_are_not_read_are_told_and_encodings_are_brought_to_one(string type, string outcome)
    {
        _crawl.Site.Map("/a", [(byte)'<', (byte)'p', (byte)'>', 0xE9], type);

        Assert.Equal(outcome, Assert.Single((await _crawl.CrawlAsync(_crawl.Source([Page]))).Pages).Outcome.ToString());

        Assert.Equal(outcome is nameof(PageOutcome.Fetched) ? ["<p>\u00E9"] : [], _crawl.Copies().Select(copy => File.ReadAllText(Path.Combine(_crawl.Folder, copy))));
    }

    [Fact]
    public async Task Two_addresses_that_lead_to_one_page_are_one_document()
    {
        _crawl.Site.MapRedirect("/old", "/a");
        _crawl.Site.Map("/a", "<p>words</p>");

        var report = await _crawl.CrawlAsync(_crawl.Source([Page, "https://example.com/old"]));

        Assert.Equal([PageOutcome.Fetched, PageOutcome.SameAsOther], report.Pages.Select(page => page.Outcome));
        Assert.Equal(["example.com/a.html"], _crawl.Copies());
    }

    [Fact]
    public async Task A_crawl_that_is_ended_midway_leaves_copies_with_their_links_and_the_next_one_goes_on()
    {
        using var ending = new CancellationTokenSource();
        _crawl.Site.Map("/a", "<p>words</p>");
        _crawl.Site.Map("/b", async context =>
        {
            while (!Directory.Exists(_crawl.Folder) || !_crawl.Copies().Any())
            {
                await Task.Delay(10, context.RequestAborted);
            }

            await ending.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        var source = _crawl.Source([Page, "https://example.com/b"]);
        using (var crawl = _crawl.Crawl(source))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => crawl.RunAsync(ending.Token));
        }

        File.AppendAllText(Path.Combine(_crawl.Folder, PageCatalog.FileName), "{\"Page\":{\"Url\":\"https://exa");
        Assert.Equal(Page, Assert.Single(await ReadAsync()).Link!.AbsoluteUri);
        Assert.Null(PageCatalog.Read(_crawl.Folder).Crawl);

        _crawl.Site.Map("/b", "<p>more</p>");
        await _crawl.CrawlAsync(source);
        Assert.Equal(2, (await ReadAsync()).Count);
        Assert.NotNull(PageCatalog.Read(_crawl.Folder).Crawl);
    }

    [Fact]
    public async Task Copies_are_whole_when_only_what_should_have_none_has_none()
    {
        _crawl.Site.Map("/a", "<p>words</p>");
        _crawl.Site.MapStatus("/b", 500);
        var source = _crawl.Source([Page, "https://example.com/b", "https://example.com/missing"]);

        await _crawl.CrawlAsync(source);
        Assert.True(Links.IsCrawled);
        Assert.Null(Links.WholeAsOf);

        _crawl.Site.Map("/b", "<p>more</p>");
        var before = TimeProvider.System.GetUtcNow();
        await _crawl.CrawlAsync(source);
        Assert.InRange(Links.WholeAsOf!.Value, before, TimeProvider.System.GetUtcNow());

        _crawl.Site.MapStatus("/b", 500);
        await _crawl.CrawlAsync(source);
        Assert.NotNull(Links.WholeAsOf);
        Assert.False(new PageLinks(_crawl.Folder, "other settings").IsCrawled);
    }

    [Fact]
    public async Task A_mark_that_cannot_be_sent_back_does_not_stand_in_the_way_of_the_page()
    {
        _crawl.Site.Map("/a", context =>
        {
            context.Response.ContentType = "text/html";
            context.Response.Headers.ETag = "\"\u00e9\"";
            return context.Response.WriteAsync("<p>words</p>");
        });
        var source = _crawl.Source([Page]);
        await _crawl.CrawlAsync(source);

        Assert.Equal(PageOutcome.Fetched, Assert.Single((await _crawl.CrawlAsync(source)).Pages).Outcome);
    }

    [Theory]
    [InlineData("x:#y")]
    [InlineData("mailto:a@example.com#b")]
    [InlineData("https://xn--a.example.com/")]
    [InlineData("https://xn--\u00e9-9999999b/")]
    [InlineData("https://xn--\u00e9-9999999b/#x")]
    [InlineData("https://a\u200db\uff0e\u3002/")]
    [InlineData("https://%00/")]
    [InlineData("https://example.com\u2100/")]
    [InlineData("file://host/etc/passwd")]
    [InlineData("urn:a:b?c#d")]
    [InlineData("https://[fe80::1%25eth0]/")]
    public async Task An_odd_address_in_a_sitemap_harms_no_other_page(string odd)
    {
        _crawl.Site.Map("/a", "<p>words</p>");
        _crawl.Site.Map("/sitemap.xml", SitemapTests.UrlSet(odd, Page), "text/xml");
        _crawl.Site.Map("/index.xml", $"<sitemapindex><sitemap><loc>{odd}</loc></sitemap><sitemap><loc>{Map}</loc></sitemap></sitemapindex>", "text/xml");

        await _crawl.CrawlAsync(_crawl.Source([], "https://example.com/index.xml"));
        await _crawl.CrawlAsync(_crawl.Source([], Map));

        Assert.Equal(["example.com/a.html"], _crawl.Copies());
    }

    [Fact]
    public async Task A_source_is_full_also_when_addresses_and_sitemaps_together_name_too_many_pages()
    {
        _crawl.Site.Map("/sitemap.xml", SitemapTests.UrlSet("https://example.com/b", "https://example.com/c"), "text/xml");

        var report = await _crawl.CrawlAsync(_crawl.Source([Page], Map) with { MaxPages = 2 });

        Assert.Equal(2, report.Pages.Count);
        Assert.True(report.IsFull);
    }

    [Fact]
    public async Task Pages_that_were_not_read_are_told_by_commands_that_read_once()
    {
        _crawl.Site.Map("/a", "<p>words</p>");
        await _crawl.CrawlAsync(_crawl.Source([Page, "https://example.com/missing"]));
        var options = new KnowledgeOptions();
        var configured = new KnowledgeSourceOptions { Name = "wiki" };
        configured.Urls.Add(new Uri(Page));
        options.Sources.Add(configured);
        var web = new WebFolder(Path.Combine(Path.GetDirectoryName(_crawl.Folder)!, "web"));
        Directory.CreateDirectory(Path.GetDirectoryName(web.FolderOf(TenantId.Default, "wiki"))!);
        Directory.Move(_crawl.Folder, web.FolderOf(TenantId.Default, "wiki"));
        using var index = new Watching.RecordingIndex();

        var loader = new KnowledgeLoader(Microsoft.Extensions.Options.Options.Create(options), new ContentRoot("/"), TimeProvider.System, web);
        var results = await loader.LoadAsync(index, progress: null, CancellationToken.None);

        Assert.Equal([LoadOutcome.PageNotRead, LoadOutcome.Loaded], results.Select(result => result.Outcome));
        Assert.Equal("The page is gone.", results[0].Reason);
        Directory.CreateDirectory(_crawl.Folder);
    }

    [Fact]
    public async Task A_source_that_was_never_crawled_is_told_by_commands_that_read_once()
    {
        var options = new KnowledgeOptions();
        var configured = new KnowledgeSourceOptions { Name = "wiki" };
        configured.Urls.Add(new Uri(Page));
        options.Sources.Add(configured);
        using var index = new Watching.RecordingIndex();

        var loader = new KnowledgeLoader(Microsoft.Extensions.Options.Options.Create(options), new ContentRoot("/"), TimeProvider.System, new WebFolder(_crawl.Folder));
        var told = Assert.Single(await loader.LoadAsync(index, progress: null, CancellationToken.None));

        Assert.Equal((LoadOutcome.PageNotRead, "wiki"), (told.Outcome, told.Path));
        Assert.Contains("never read into Storage:DataPath", told.Reason, StringComparison.Ordinal);
        Directory.CreateDirectory(_crawl.Folder);
    }

    private PageLinks Links => new(_crawl.Folder, string.Empty);

    private static Task Busy(HttpContext context, int? seconds)
    {
        if (seconds is not { } wait)
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<p>words</p>");
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    }

    private void MapWithTag(string html, string? header) => _crawl.Site.Map("/a", context =>
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        if (header is not null)
        {
            context.Response.Headers["X-Robots-Tag"] = header;
        }

        return context.Response.WriteAsync(html);
    });

    /// <summary>Reads the folder as every folder is read.</summary>
    private async Task<IReadOnlyList<Document>> ReadAsync()
    {
        var source = new KnowledgeSource(_crawl.Folder, "wiki", TenantId.Default, [Principals.Everyone], BaseUrl: null, string.Empty) { Pages = new PageLinks(_crawl.Folder, string.Empty) };
        var mirror = new SourceMirror(source, new StableFileReader(TimeProvider.System, TimeSpan.FromMilliseconds(1)), maxFileBytes: 100_000);
        await mirror.RefreshAsync(progress: null, CancellationToken.None);
        return [.. mirror.Results.Select(result => result.Document).OfType<Document>()];
    }
}
