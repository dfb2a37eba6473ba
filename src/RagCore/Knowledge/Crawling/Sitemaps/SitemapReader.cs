using ChatOpsBot.RagCore.Knowledge.Crawling.Fetching;
using ChatOpsBot.RagCore.Knowledge.Crawling.Network;

namespace ChatOpsBot.RagCore.Knowledge.Crawling.Sitemaps;

/// <summary>Collects the pages that sitemaps name, through indexes of sitemaps.</summary>
/// <param name="fetch">Reads an address with the most bytes it may have.</param>
/// <param name="maxPages">How many pages are collected.</param>
internal sealed class SitemapReader(Func<Uri, int, CancellationToken, Task<FetchedPage>> fetch, int maxPages)
{
    private const int MaxDepth = 2;
    private const int MaxFiles = 1_000;

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SitemapEntry> _pages = new(StringComparer.Ordinal);
    private readonly List<PageResult> _refused = [];

    /// <summary>Gets the pages in the order they were named.</summary>
    public IReadOnlyCollection<SitemapEntry> Pages => _pages.Values;

    /// <summary>Gets the sitemaps that could not be read, with the reason.</summary>
    public IReadOnlyList<PageResult> Refused => _refused;

    /// <summary>Gets a value indicating whether there are more pages than are collected.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Reads a sitemap and all it leads to. The pages of the ones that can be read are collected, whatever is wrong with others.</summary>
    public Task ReadAsync(Uri url, CancellationToken cancellationToken) => ReadAsync(url, depth: 0, cancellationToken);

    private async Task ReadAsync(Uri url, int depth, CancellationToken cancellationToken)
    {
        // Once as many pages are known as may be read, what other sitemaps name is out of scope.
        if (IsFull || !_seen.Add(url.AbsoluteUri))
        {
            return;
        }

        if (_seen.Count > MaxFiles)
        {
            _refused.Add(new PageResult(url, PageOutcome.TooLarge));
            return;
        }

        var fetched = await fetch(url, SitemapFile.MaxBytes, cancellationToken);
        if (fetched.Outcome != PageOutcome.Fetched)
        {
            _refused.Add(new PageResult(url, fetched.Outcome));
        }
        else if (SitemapFile.Parse(fetched.Bytes) is not { } file || (file.IsIndex && depth == MaxDepth))
        {
            _refused.Add(new PageResult(url, PageOutcome.NotASitemap));
        }
        else if (file.IsIndex)
        {
            foreach (var entry in file.Entries)
            {
                await ReadAsync(PageAddress.Normalize(entry.Url), depth + 1, cancellationToken);
            }
        }
        else
        {
            Collect(file.Entries);
        }
    }

    private void Collect(IReadOnlyList<SitemapEntry> entries)
    {
        foreach (var entry in entries)
        {
            var url = PageAddress.Normalize(entry.Url);
            if (!_pages.ContainsKey(url.AbsoluteUri))
            {
                if (_pages.Count == maxPages)
                {
                    IsFull = true;
                    return;
                }

                _pages[url.AbsoluteUri] = entry with { Url = url };
            }
        }
    }
}
