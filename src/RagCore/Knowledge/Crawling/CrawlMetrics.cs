using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.RagCore.Knowledge.Crawling;

/// <summary>Counts the pages of crawls.</summary>
internal sealed class CrawlMetrics(IMeterFactory meters)
{
    private const string MeterName = Meters.Core;

    private readonly Counter<long> _pages = meters.Create(MeterName).CreateCounter<long>("chatopsbot.crawl.pages", "{page}", "Pages of web sources by what became of them.");

    /// <summary>Counts one page: fetched, unchanged or failed.</summary>
    public void Counted(string source, PageOutcome outcome)
    {
        var result = outcome switch
        {
            PageOutcome.Fetched => "fetched",
            PageOutcome.Unchanged => "unchanged",
            _ => "failed",
        };
        _pages.Add(1, new KeyValuePair<string, object?>("source", source), new KeyValuePair<string, object?>("result", result));
    }
}
