using System.Collections.Concurrent;
using ChatOpsBot.RagCore.Knowledge.Crawling.Fetching;
using ChatOpsBot.RagCore.Knowledge.Crawling.Network;
using ChatOpsBot.RagCore.Knowledge.Crawling.Robots;

namespace ChatOpsBot.RagCore.Knowledge.Crawling;

/// <summary>Reads addresses of one source as its hosts allow: by their robots.txt and at their pace.</summary>
internal sealed class SiteAccess : IDisposable
{
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(5);

    private readonly CrawlSource _source;
    private readonly CrawlTools _tools;
    private readonly PageFetcher _fetcher;
    private readonly RobotsFiles _robots;
    private readonly ConcurrentDictionary<string, HostPace> _paces = new(StringComparer.OrdinalIgnoreCase);

    public SiteAccess(CrawlSource source, CrawlTools tools)
    {
        _source = source;
        _tools = tools;
        _fetcher = new PageFetcher(tools, new AddressPolicy(source.AllowedNetworks));
        _robots = new RobotsFiles(_fetcher, tools.Time);
    }

    /// <summary>Begins a crawl: hosts that failed in the one before are tried again.</summary>
    public void Begin()
    {
        foreach (var pace in _paces.Values)
        {
            pace.Begin();
        }
    }

    /// <summary>Reads a page. A host that asks for a short wait gets it, once.</summary>
    public async Task<FetchedPage> ReadPageAsync(Uri url, Validators? known, CancellationToken cancellationToken)
    {
        if (PageAddress.FaultOf(url) is not null)
        {
            return new FetchedPage(url, PageOutcome.AddressFault);
        }

        if (!_source.Hosts.Contains(url.IdnHost))
        {
            return new FetchedPage(url, PageOutcome.OtherHost);
        }

        // Robots.txt first: what it costs is not the page's time.
        var pace = PaceOf(url);
        if (pace.IsResting)
        {
            return new FetchedPage(url, PageOutcome.Resting);
        }

        pace.Ask((await _robots.RulesOfAsync(url, cancellationToken))?.Delay);
        var request = new FetchRequest(url, _source.MaxFileBytes, address => RefusalOfAsync(address, cancellationToken)) { Known = known };
        var page = await SendAsync(pace, request, cancellationToken);
        if (page.Outcome != PageOutcome.Busy)
        {
            return page;
        }

        var wait = page.RetryAfter is { } asked && asked >= TimeSpan.Zero ? asked : DefaultWait;
        if (wait <= _tools.Limits.MaxRetryWait)
        {
            pace.Pause(wait);
            page = await SendAsync(pace, request, cancellationToken);
        }

        if (page.Outcome == PageOutcome.Busy)
        {
            pace.Rest(wait);
        }

        return page;
    }

    /// <summary>Reads a sitemap. Those an operator names need no robots.txt; the hosts are the source's all the same.</summary>
    public Task<FetchedPage> ReadSitemapAsync(Uri url, int maxBytes, CancellationToken cancellationToken)
    {
        if (!_source.Hosts.Contains(url.IdnHost))
        {
            return Task.FromResult(new FetchedPage(url, PageOutcome.OtherHost));
        }

        var request = new FetchRequest(url, maxBytes, address => Task.FromResult<PageOutcome?>(_source.Hosts.Contains(address.IdnHost) ? null : PageOutcome.OtherHost));
        return SendAsync(PaceOf(url), request, cancellationToken);
    }

    public void Dispose()
    {
        _fetcher.Dispose();
        foreach (var pace in _paces.Values)
        {
            pace.Dispose();
        }
    }

    private async Task<FetchedPage> SendAsync(HostPace pace, FetchRequest request, CancellationToken cancellationToken)
    {
        using var turn = await pace.EnterAsync(cancellationToken);
        var page = await _fetcher.FetchAsync(request, cancellationToken);
        pace.Count(page.Outcome);
        return page;
    }

    private async Task<PageOutcome?> RefusalOfAsync(Uri url, CancellationToken cancellationToken)
    {
        if (!_source.Hosts.Contains(url.IdnHost))
        {
            return PageOutcome.OtherHost;
        }

        var rules = await _robots.RulesOfAsync(url, cancellationToken);
        return rules is null ? PageOutcome.RobotsUnreachable : rules.Allows(url) ? null : PageOutcome.Disallowed;
    }

    private HostPace PaceOf(Uri url) => _paces.GetOrAdd(url.IdnHost, static (_, tools) => new HostPace(tools.Limits, tools.Time), _tools);
}
