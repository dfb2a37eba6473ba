using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatOpsBot.RagCore.Knowledge.Crawling.Mirroring;

/// <summary>
/// What is known of the pages of a source, one line each; the last line of a page counts. A page's line is written before its file is put in
/// place, so that a file is never there without its address, and an end at any moment leaves a catalog that can be read.
/// </summary>
internal static class PageCatalog
{
    /// <summary>The catalog's name in the source's folder: a name that begins with a dot is not a document.</summary>
    public const string FileName = ".pages.jsonl";

    private const long MaxBytes = 256L << 20;

    /// <summary>Returns what is known by address, and how the last crawl ended. Nothing when there is no catalog.</summary>
    public static (Dictionary<string, CatalogEntry> Pages, CrawlEnd? Crawl) Read(string folder)
    {
        var pages = new Dictionary<string, CatalogEntry>(StringComparer.Ordinal);
        CrawlEnd? crawl = null;
        foreach (var line in Lines(Path.Combine(folder, FileName)))
        {
            if (line.Crawl is { } ended)
            {
                crawl = ended;
            }
            else if (line.Page is { } page)
            {
                pages[page.Url] = page;
            }
        }

        return (pages, crawl);
    }

    /// <summary>Adds a line.</summary>
    public static void Append(string folder, CatalogLine line)
    {
        using var stream = new FileStream(Path.Combine(folder, FileName), FileMode.Append, FileAccess.Write, FileShare.Read);
        stream.Write(Bytes(line));
    }

    /// <summary>Writes the catalog anew, with one line for each page.</summary>
    public static void Replace(string folder, IEnumerable<CatalogEntry> pages, CrawlEnd crawl)
    {
        var fresh = Path.Combine(folder, FileName + ".new");
        using (var stream = new FileStream(fresh, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            foreach (var page in pages)
            {
                stream.Write(Bytes(new CatalogLine { Page = page }));
            }

            stream.Write(Bytes(new CatalogLine { Crawl = crawl }));
            stream.Flush(flushToDisk: true);
        }

        File.Move(fresh, Path.Combine(folder, FileName), overwrite: true);
    }

    // A line begins with a line feed as it ends with one: what follows a torn line stands by itself.
    private static byte[] Bytes(CatalogLine line) => [(byte)'\n', .. JsonSerializer.SerializeToUtf8Bytes(line, PageCatalogJson.Default.CatalogLine), (byte)'\n'];

    private static List<CatalogLine> Lines(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length > MaxBytes)
        {
            return [];
        }

        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        var lines = new List<CatalogLine>();
        while (reader.ReadLine() is { } text)
        {
            if (text.Length > 0 && Parse(text) is { } line)
            {
                lines.Add(line);
            }
        }

        return lines;
    }

    private static CatalogLine? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, PageCatalogJson.Default.CatalogLine);
        }
        catch (JsonException)
        {
            // Torn when the process ended; the page is fetched again.
            return null;
        }
    }
}

/// <summary>A line of the catalog: a page, or the end of a crawl.</summary>
internal sealed record CatalogLine
{
    public CatalogEntry? Page { get; init; }

    public CrawlEnd? Crawl { get; init; }
}

/// <summary>How a crawl ended.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Mark">Which settings it followed.</param>
/// <param name="WholeAsOf">When it began, if the copies are all there should be; null when some page could not be read and has none.</param>
internal sealed record CrawlEnd(DateTimeOffset At, string Mark, DateTimeOffset? WholeAsOf);

/// <summary>What is known of a page.</summary>
/// <param name="Url">The address that was configured or named by a sitemap.</param>
/// <param name="Address">Where redirects led: what a citation opens.</param>
/// <param name="Outcome">What became of it last.</param>
internal sealed record CatalogEntry(string Url, string Address, PageOutcome Outcome)
{
    /// <summary>Gets the copy's path below the source's folder; null when there is none.</summary>
    public string? File { get; init; }

    /// <summary>Gets the hash of the copy. When the file has another one, what the site said about it is not used.</summary>
    public string? Hash { get; init; }

    public string? MediaType { get; init; }

    public string? ETag { get; init; }

    public string? LastModified { get; init; }

    /// <summary>Gets what the sitemap said of the last change when the page was read.</summary>
    public string? SitemapModified { get; init; }

    public DateTimeOffset FetchedAt { get; init; }
}

/// <summary>The kept form, generated. Outcomes are names: their numbers may change.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(CatalogLine))]
internal sealed partial class PageCatalogJson : JsonSerializerContext;
