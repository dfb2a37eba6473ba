namespace ChatOpsBot.RagCore.Knowledge.Crawling.Mirroring;

/// <summary>Says where the page of a copy is on the web. Reads the catalog again when it changed: another part of the process, or another process, writes it.</summary>
/// <param name="folder">The source's folder.</param>
/// <param name="mark">The settings of the source, see <see cref="CrawlSource.MarkOf"/>.</param>
internal sealed class PageLinks(string folder, string mark)
{
    private readonly Lock _gate = new();
    private Dictionary<string, Uri> _byFile = new(StringComparer.Ordinal);
    private (long Length, DateTime ChangedAt) _read;

    /// <summary>Gets the pages of which there is no copy, and why.</summary>
    public IReadOnlyList<PageResult> NotKept =>
    [
        .. from page in PageCatalog.Read(folder).Pages.Values
           where page.File is null && Uri.TryCreate(page.Url, UriKind.Absolute, out _)
           orderby page.Url
           select new PageResult(new Uri(page.Url), page.Outcome),
    ];

    /// <summary>Gets a value indicating whether the pages were crawled once with today's settings.</summary>
    public bool IsCrawled => LastCrawl is not null;

    /// <summary>Gets since when there is a copy of every page that should have one; null when some could not be read, or the settings named others.</summary>
    public DateTimeOffset? WholeAsOf => LastCrawl?.WholeAsOf;

    private CrawlEnd? LastCrawl => PageCatalog.Read(folder).Crawl is { } crawl && crawl.Mark == mark ? crawl : null;

    /// <summary>Returns the address of the page that a file is the copy of.</summary>
    /// <param name="path">The file's path below the source's folder.</param>
    public Uri? AddressOf(string path)
    {
        lock (_gate)
        {
            var file = new FileInfo(Path.Combine(folder, PageCatalog.FileName));
            var now = file.Exists ? (file.Length, file.LastWriteTimeUtc) : default;
            if (now != _read)
            {
                _byFile = Read();
                _read = now;
            }

            return _byFile.GetValueOrDefault(path);
        }
    }

    private Dictionary<string, Uri> Read()
        => PageCatalog.Read(folder).Pages.Values
            .Where(page => page.File is not null && Uri.TryCreate(page.Address, UriKind.Absolute, out _))
            .DistinctBy(page => page.File)
            .ToDictionary(page => page.File!, page => new Uri(page.Address), StringComparer.Ordinal);
}
