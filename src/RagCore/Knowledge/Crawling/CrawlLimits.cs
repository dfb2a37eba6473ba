namespace ChatOpsBot.RagCore.Knowledge.Crawling;

/// <summary>What a crawl may take, and how patient it is. Not settings: a site is entitled to them.</summary>
internal sealed record CrawlLimits
{
    /// <summary>Gets how long one request may take, with its redirects and its body.</summary>
    public TimeSpan RequestTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets the pause between the beginnings of two requests to one host.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Gets the longest such pause a site may ask for.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets how long one page is waited for when a site asks to come back later; a longer time is kept by leaving the host alone.</summary>
    public TimeSpan MaxRetryWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets how long a host is left alone at most.</summary>
    public TimeSpan MaxRest { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Gets how long the very first start waits for the first crawl.</summary>
    public TimeSpan FirstCrawlWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets how many pages in a row may fail to be reached before a host is left alone until the next crawl.</summary>
    public int MaxFailuresInRow { get; init; } = 5;
}
