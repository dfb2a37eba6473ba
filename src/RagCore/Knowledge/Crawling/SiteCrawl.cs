using System.Collections.Concurrent;
using ChatOpsBot.RagCore.Knowledge.Crawling.Mirroring;
using ChatOpsBot.RagCore.Knowledge.Crawling.Sitemaps;

namespace ChatOpsBot.RagCore.Knowledge.Crawling;

/// <summary>Brings the copies of a source's pages to what its site has now. Read top to bottom: this is a crawl.</summary>
internal sealed class SiteCrawl(CrawlSource source, CrawlTools tools, CrawlMetrics metrics) : IDisposable
{
    private const int MaxHosts = 4;

    private readonly SiteAccess _access = new(source, tools);

    /// <summary>Reads the pages of the source once.</summary>
    /// <exception cref="IOException">The copies cannot be written; those that are there stay.</exception>
    public async Task<CrawlReport> RunAsync(CancellationToken cancellationToken)
    {
        var begun = tools.Time.GetUtcNow();
        _access.Begin();
        var mirror = new PageMirror(source.Folder);
        var sitemaps = new SitemapReader(_access.ReadSitemapAsync, source.MaxPages);
        foreach (var sitemap in source.Sitemaps)
        {
            await sitemaps.ReadAsync(sitemap, cancellationToken);
        }

        SitemapEntry[] named = [.. source.Urls.Select(url => new SitemapEntry(url, Modified: null)).Concat(sitemaps.Pages).DistinctBy(page => page.Url.AbsoluteUri)];
        SitemapEntry[] pages = [.. named.Take(source.MaxPages)];
        var listed = pages.Select(page => page.Url.AbsoluteUri).ToHashSet(StringComparer.Ordinal);
        var results = await VisitAsync(new PageVisit(_access, mirror, listed, tools.Time), pages, cancellationToken);

        // A page is given up only when everything that could name it was read.
        var removed = sitemaps.Refused.Count == 0 ? mirror.Keep(listed) : 0;
        var isWhole = sitemaps.Refused.Count == 0 && results.All(page => page.IsRead || page.EndsCopy || mirror.Find(page.Url)?.File is not null);
        mirror.Complete(new CrawlEnd(tools.Time.GetUtcNow(), source.Mark, isWhole ? begun : null));
        return new CrawlReport(results, sitemaps.Refused, removed, sitemaps.IsFull || named.Length > pages.Length);
    }

    public void Dispose() => _access.Dispose();

    private async Task<IReadOnlyList<PageResult>> VisitAsync(PageVisit visit, SitemapEntry[] pages, CancellationToken cancellationToken)
    {
        var results = new ConcurrentBag<PageResult>();
        await Parallel.ForEachAsync(pages.GroupBy(page => page.Url.IdnHost), Bounded(MaxHosts, cancellationToken), async (host, ending) =>
            await Parallel.ForEachAsync(host, Bounded(HostPace.Slots, ending), async (page, ended) =>
            {
                var result = await GuardAsync(visit, page, ended);
                metrics.Counted(source.Name, result.Outcome);
                results.Add(result);
            }));
        return [.. results.OrderBy(result => result.Url.AbsoluteUri, StringComparer.Ordinal)];
    }

    private static ParallelOptions Bounded(int degree, CancellationToken cancellationToken)
        => new() { MaxDegreeOfParallelism = degree, CancellationToken = cancellationToken };

    private static async Task<PageResult> GuardAsync(PageVisit visit, SitemapEntry page, CancellationToken cancellationToken)
    {
        try
        {
            return await visit.RunAsync(page, cancellationToken);
        }
#pragma warning disable CA1031 // Pages are parsed by libraries, and what one of them throws over one page must not end the crawl.
        catch (Exception fault) when (fault is not (OperationCanceledException or IOException or UnauthorizedAccessException))
#pragma warning restore CA1031
        {
            return new PageResult(page.Url, PageOutcome.Faulty);
        }
    }
}
