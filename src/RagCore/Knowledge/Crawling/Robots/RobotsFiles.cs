using System.Collections.Concurrent;
using System.Text;
using ChatOpsBot.RagCore.Knowledge.Crawling.Fetching;

namespace ChatOpsBot.RagCore.Knowledge.Crawling.Robots;

/// <summary>
/// Reads the robots.txt of hosts, and keeps them for a day at most. A site without one allows everything; one whose file cannot be read
/// allows nothing until it can.
/// </summary>
internal sealed class RobotsFiles(PageFetcher fetcher, TimeProvider time)
{
    private const int MaxBytes = 500 * 1024;

    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(24);

    // A file that cannot be read is asked for again before the next crawl, not for every page.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _reading = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns what a host asks for; null when that cannot be known now.</summary>
    public async Task<RobotsRules?> RulesOfAsync(Uri url, CancellationToken cancellationToken)
    {
        if (Current(url.IdnHost) is { } kept)
        {
            return kept.Rules;
        }

        // Pages of a host are read side by side, and the first two would both ask.
        var reading = _reading.GetOrAdd(url.IdnHost, static _ => new SemaphoreSlim(1));
        await reading.WaitAsync(cancellationToken);
        try
        {
            var read = Current(url.IdnHost) ?? new Kept(await ReadAsync(url, cancellationToken), time.GetTimestamp());
            _kept[url.IdnHost] = read;
            return read.Rules;
        }
        finally
        {
            reading.Release();
        }
    }

    private Kept? Current(string host)
        => _kept.TryGetValue(host, out var kept) && time.GetElapsedTime(kept.ReadAt) < (kept.Rules is null ? RetryAfter : MaxAge) ? kept : null;

    private async Task<RobotsRules?> ReadAsync(Uri url, CancellationToken cancellationToken)
    {
        var request = new FetchRequest(new Uri(url, "/robots.txt"), MaxBytes, static _ => Task.FromResult<PageOutcome?>(null)) { IsCut = true };
        var file = await fetcher.FetchAsync(request, cancellationToken);
        return file.Outcome switch
        {
            PageOutcome.Fetched => RobotsRules.Parse(Encoding.UTF8.GetString(file.Bytes.Span), PageFetcher.Product),
            PageOutcome.Gone or PageOutcome.Forbidden or PageOutcome.Refused or PageOutcome.TooManyRedirects => RobotsRules.None,
            PageOutcome.Busy when file.IsClientError => RobotsRules.None,
            _ => null,
        };
    }

    private sealed record Kept(RobotsRules? Rules, long ReadAt);
}
