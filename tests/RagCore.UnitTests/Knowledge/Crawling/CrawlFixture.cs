using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Knowledge.Crawling;
using ChatOpsBot.TestKit.Crawling;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Crawling;

/// <summary>A site, the way to it, and a folder for copies of its pages.</summary>
internal sealed class CrawlFixture : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private CrawlFixture(TestSite site)
    {
        Site = site;
        Network = new LoopbackNetwork(site);
    }

    public TestSite Site { get; }

    public LoopbackNetwork Network { get; }

    public string Folder { get; } = Path.Combine(Directory.CreateTempSubdirectory("crawl").FullName, "copies");

    public CrawlLimits Limits { get; set; } = new() { Delay = TimeSpan.Zero, RequestTime = TimeSpan.FromSeconds(20) };

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public CrawlTools Tools => new(Network, Limits, Time);

    public static async Task<CrawlFixture> StartAsync() => new(await TestSite.StartAsync());

    public CrawlSource Source(string[] urls, params string[] sitemaps)
        => new("wiki", Folder, [.. urls.Select(url => new Uri(url))], [.. sitemaps.Select(url => new Uri(url))]) { MaxFileBytes = 100_000 };

    public SiteCrawl Crawl(CrawlSource source) => new(source, Tools, new CrawlMetrics(_services.GetRequiredService<IMeterFactory>()));

    public async Task<CrawlReport> CrawlAsync(CrawlSource source)
    {
        using var crawl = Crawl(source);
        return await crawl.RunAsync(CancellationToken.None);
    }

    /// <summary>Lists the copies that can be seen, as paths with forward slashes.</summary>
    public IEnumerable<string> Copies()
        => Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/'))
            .Where(path => !path.StartsWith('.'))
            .Order(StringComparer.Ordinal);

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        await _services.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(Folder)!, recursive: true);
    }
}
