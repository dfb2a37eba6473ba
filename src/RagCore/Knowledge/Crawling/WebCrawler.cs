using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge.Crawling.Mirroring;
using ChatOpsBot.RagCore.Knowledge.Crawling.Network;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Knowledge.Crawling;

/// <summary>Crawls each web source from time to time while the process serves. It only writes copies; what reads them watches their folder.</summary>
internal sealed partial class WebCrawler(CrawlSources sources, FirstCrawl first, CrawlTools tools, CrawlMetrics metrics, ILogger<WebCrawler> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await Task.WhenAll(sources.All.Select(source => RunAsync(source, stoppingToken)));
    }

    private async Task RunAsync(CrawlSource source, CancellationToken stoppingToken)
    {
        using var crawl = new SiteCrawl(source, tools, metrics);
        var told = new Dictionary<Uri, PageOutcome>();
        for (var wait = TimeLeft(source); !stoppingToken.IsCancellationRequested; wait = source.RefreshInterval)
        {
            await Task.Delay(wait, tools.Time, stoppingToken);
            try
            {
                told = Tell(source, await crawl.RunAsync(stoppingToken), told);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                CrawlFailed(source.Name, fault.GetType().Name);
            }

            first.Ended(source);
        }
    }

    /// <summary>A restart asks no site again before it is due, unless other pages are named.</summary>
    private TimeSpan TimeLeft(CrawlSource source)
    {
        try
        {
            var left = PageCatalog.Read(source.Folder).Crawl is { } last && last.Mark == source.Mark ? last.At + source.RefreshInterval - tools.Time.GetUtcNow() : TimeSpan.Zero;
            return left < TimeSpan.Zero ? TimeSpan.Zero : left < source.RefreshInterval ? left : source.RefreshInterval;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return TimeSpan.Zero;
        }
    }

    /// <summary>Tells of each page once until something else becomes of it.</summary>
    private Dictionary<Uri, PageOutcome> Tell(CrawlSource source, CrawlReport report, Dictionary<Uri, PageOutcome> told)
    {
        var refused = report.Sitemaps.Concat(report.Pages).Where(page => !page.IsRead).DistinctBy(page => page.Url).ToList();
        foreach (var page in refused.Where(page => !told.TryGetValue(page.Url, out var last) || last != page.Outcome))
        {
            PageNotRead(source.Name, PageAddress.Shown(page.Url), page.Outcome, page.Reason);
        }

        if (report.IsFull)
        {
            SourceFull(source.Name, source.MaxPages);
        }

        var fetched = report.Pages.Count(page => page.Outcome is PageOutcome.Fetched);
        CrawlEnded(source.Name, fetched, report.Pages.Count(page => page.Outcome is PageOutcome.Unchanged), refused.Count, report.Removed);
        return refused.ToDictionary(page => page.Url, page => page.Outcome);
    }

    [LoggerMessage(LogEvents.PageNotRead, LogLevel.Warning, "Source {Source}: {Page} was not read: {Outcome}. {Reason}")]
    private partial void PageNotRead(string source, string page, PageOutcome outcome, string reason);

    [LoggerMessage(LogEvents.CrawlEnded, LogLevel.Information, "Source {Source}: {Fetched} pages read, {Unchanged} unchanged, {NotRead} not read, {Removed} removed")]
    private partial void CrawlEnded(string source, int fetched, int unchanged, int notRead, int removed);

    [LoggerMessage(LogEvents.CrawlFailed, LogLevel.Warning, "Source {Source} could not keep its pages in Storage:DataPath ({Error}); those kept before stay")]
    private partial void CrawlFailed(string source, string error);

    [LoggerMessage(LogEvents.SourceFull, LogLevel.Warning, "Source {Source} has more pages than its MaxPages ({MaxPages}); the others are not read")]
    private partial void SourceFull(string source, int maxPages);
}
