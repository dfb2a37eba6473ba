using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge.Crawling.Mirroring;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Knowledge.Crawling;

/// <summary>Lets the very first start wait for pages, so that a process is not called ready with nothing to answer from. Not for long.</summary>
internal sealed partial class FirstCrawl(CrawlSources sources, CrawlTools tools, ILogger<FirstCrawl> logger)
{
    private readonly Dictionary<string, TaskCompletionSource> _waiting = sources.All
        .Where(source => !File.Exists(Path.Combine(source.Folder, PageCatalog.FileName)))
        .ToDictionary(source => source.Folder, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), StringComparer.Ordinal);

    /// <summary>Notes that a crawl of a source ended, well or not.</summary>
    public void Ended(CrawlSource source) => _waiting.GetValueOrDefault(source.Folder)?.TrySetResult();

    /// <summary>Returns when every source without copies was crawled once, or after a bounded time.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(_waiting.Values.Select(source => source.Task)).WaitAsync(tools.Limits.FirstCrawlWait, tools.Time, cancellationToken);
        }
        catch (TimeoutException)
        {
            FirstCrawlNotAwaited(tools.Limits.FirstCrawlWait, _waiting.Values.Count(source => !source.Task.IsCompleted));
        }
    }

    [LoggerMessage(LogEvents.FirstCrawlNotAwaited, LogLevel.Warning, "After {Patience} the first crawl of {Sources} sources has not ended; answers begin with the pages there are")]
    private partial void FirstCrawlNotAwaited(TimeSpan patience, int sources);
}
