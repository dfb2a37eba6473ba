using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Crawling;
using ChatOpsBot.TestKit.Logging;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Crawling;

/// <summary>What the serving process does with its web sources, on a clock that stands.</summary>
public sealed class WebCrawlerTests : IAsyncLifetime
{
    private readonly FixedTimeProvider _clock = new();
    private readonly RecordingLogs _logs = new();
    private readonly ServiceProvider _services;
    private CrawlFixture _crawl = null!;

    public WebCrawlerTests() => _services = new ServiceCollection().AddMetrics().AddLogging(logging => logging.AddProvider(_logs)).BuildServiceProvider();

    public async Task InitializeAsync()
    {
        _crawl = await CrawlFixture.StartAsync();
        _crawl.Time = _clock;
        Directory.CreateDirectory(_crawl.Folder);
    }

    public async Task DisposeAsync()
    {
        await _crawl.DisposeAsync();
        await _services.DisposeAsync();
        _logs.Dispose();
    }

    [Fact]
    public async Task The_first_start_waits_for_pages_and_a_restart_neither_waits_nor_asks_before_they_are_due()
    {
        _crawl.Site.Map("/a", "<p>words</p>");
        var (sources, first) = Compose();
        using var crawler = Crawler(sources, first);
        var waiting = first.WaitAsync(CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        await crawler.StartAsync(CancellationToken.None);
        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
        await crawler.StopAsync(CancellationToken.None);
        Assert.Equal(1, _crawl.Site.CountOf("/a"));

        var (again, next) = Compose();
        await next.WaitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        using var restarted = Crawler(again, next);
        await restarted.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => Task.FromResult(_clock.Timers > 0));
        Assert.Equal(1, _crawl.Site.CountOf("/a"));

        _clock.Advance(TimeSpan.FromHours(1));
        await Eventually.HoldsAsync(() => Task.FromResult(_crawl.Site.CountOf("/a") == 2));
        await restarted.StopAsync(CancellationToken.None);
        Assert.DoesNotContain("5404", _logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_first_crawl_that_takes_long_is_not_waited_for_any_longer_and_that_is_told()
    {
        var (_, first) = Compose();
        var waiting = first.WaitAsync(CancellationToken.None);

        _clock.Advance(_crawl.Limits.FirstCrawlWait);
        await waiting.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Contains("[5404]", _logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_was_added_is_read_at_the_next_start()
    {
        _crawl.Site.Map("/a", "<p>words</p>");
        _crawl.Site.Map("/b", "<p>more</p>");
        var (sources, first) = Compose();
        using (var crawler = Crawler(sources, first))
        {
            await crawler.StartAsync(CancellationToken.None);
            await first.WaitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
            await crawler.StopAsync(CancellationToken.None);
        }

        var (again, next) = Compose("https://example.com/b");
        using var restarted = Crawler(again, next);
        await restarted.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => Task.FromResult(_crawl.Site.CountOf("/b") == 1));
        await restarted.StopAsync(CancellationToken.None);
    }

    private (CrawlSources Sources, FirstCrawl First) Compose(params string[] more)
    {
        var source = new KnowledgeSourceOptions { Name = "wiki" };
        foreach (var url in (string[])["https://example.com/a", .. more])
        {
            source.Urls.Add(new Uri(url));
        }

        var options = new KnowledgeOptions();
        options.Sources.Add(source);
        var sources = new CrawlSources(Options.Create(options), new ContentRoot("/"), new WebFolder(_crawl.Folder));
        return (sources, new FirstCrawl(sources, _crawl.Tools, _services.GetRequiredService<ILogger<FirstCrawl>>()));
    }

    private WebCrawler Crawler(CrawlSources sources, FirstCrawl first)
        => new(sources, first, _crawl.Tools, new CrawlMetrics(_services.GetRequiredService<IMeterFactory>()), _services.GetRequiredService<ILogger<WebCrawler>>());
}
