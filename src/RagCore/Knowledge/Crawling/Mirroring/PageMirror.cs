using System.Security.Cryptography;

namespace ChatOpsBot.RagCore.Knowledge.Crawling.Mirroring;

/// <summary>The copies of a source's pages in a folder, as it is on the disk now. One crawl writes at a time.</summary>
internal sealed class PageMirror
{
    private const string Unfinished = ".unfinished";

    private readonly string _folder;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, CatalogEntry> _pages;
    private readonly Dictionary<string, string> _owners;

    /// <summary>Opens a folder, and makes it when it is not there.</summary>
    public PageMirror(string folder)
    {
        Directory.CreateDirectory(folder);
        _folder = folder;
        (_pages, _) = PageCatalog.Read(folder);
        _owners = _pages.Values.Where(page => page.File is not null).DistinctBy(page => page.File).ToDictionary(page => page.File!, page => page.Url, StringComparer.Ordinal);
    }

    /// <summary>Returns what is known of a page.</summary>
    public CatalogEntry? Find(Uri url)
    {
        lock (_gate)
        {
            return _pages.GetValueOrDefault(url.AbsoluteUri);
        }
    }

    /// <summary>Says whether the copy of a page is on the disk as it was written.</summary>
    public bool HasCopy(CatalogEntry entry)
    {
        var path = entry.File is null ? null : PathOf(entry.File);
        return path is not null && File.Exists(path) && HashOf(File.ReadAllBytes(path)) == entry.Hash;
    }

    /// <summary>Keeps a copy in place of an earlier one, whole or not at all.</summary>
    /// <param name="entry">What is known of the page; the file and its hash are filled in.</param>
    /// <param name="extension">The end of the file's name.</param>
    /// <param name="bytes">Its content.</param>
    public void Store(CatalogEntry entry, string extension, ReadOnlyMemory<byte> bytes)
    {
        lock (_gate)
        {
            var known = _pages.GetValueOrDefault(entry.Url);
            var file = known?.File is { } kept && kept.EndsWith(extension, StringComparison.Ordinal) ? kept : PageFileNames.For(new Uri(entry.Url), extension, _owners.ContainsKey);
            entry = entry with { File = file, Hash = HashOf(bytes.Span) };
            Write(entry);

            // An unchanged copy is not touched: it would be read again. One with another address is, for its link.
            if (known is null || known.File != file || known.Address != entry.Address || known.Hash != entry.Hash || !HasCopy(entry))
            {
                Place(file, bytes);
            }

            if (known?.File is { } old && old != file)
            {
                Delete(old);
            }
        }
    }

    /// <summary>Notes what became of a page whose copy, if there is one, stays.</summary>
    public void Note(CatalogEntry entry)
    {
        lock (_gate)
        {
            if (_pages.GetValueOrDefault(entry.Url) != entry)
            {
                Write(entry);
            }
        }
    }

    /// <summary>Removes the copy of a page, and keeps why.</summary>
    public void Remove(Uri url, PageOutcome outcome)
    {
        lock (_gate)
        {
            var known = _pages.GetValueOrDefault(url.AbsoluteUri);
            if (known?.File is { } file)
            {
                Delete(file);
            }

            if (known is not { File: null } || known.Outcome != outcome)
            {
                Write(new CatalogEntry(url.AbsoluteUri, url.AbsoluteUri, outcome));
            }
        }
    }

    /// <summary>Forgets every page but these, with its copy, and every file that no page has.</summary>
    public int Keep(IReadOnlySet<string> urls)
    {
        lock (_gate)
        {
            var gone = _pages.Values.Where(page => !urls.Contains(page.Url)).ToList();
            foreach (var page in gone)
            {
                _pages.Remove(page.Url);
                if (page.File is { } file)
                {
                    Delete(file);
                }
            }

            RemoveStrays();
            return gone.Count(page => page.File is not null);
        }
    }

    /// <summary>Writes the catalog anew at the end of a crawl.</summary>
    public void Complete(CrawlEnd crawl)
    {
        lock (_gate)
        {
            PageCatalog.Replace(_folder, _pages.Values.OrderBy(page => page.Url, StringComparer.Ordinal), crawl);
        }
    }

    private static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private void Write(CatalogEntry entry)
    {
        PageCatalog.Append(_folder, new CatalogLine { Page = entry });
        _pages[entry.Url] = entry;
        if (entry.File is { } file)
        {
            _owners[file] = entry.Url;
        }
    }

    private void Place(string file, ReadOnlyMemory<byte> bytes)
    {
        var path = PathOf(file);
        var fresh = Path.Combine(_folder, Unfinished);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(fresh, bytes.Span);
        File.Move(fresh, path, overwrite: true);
    }

    private void Delete(string file)
    {
        _owners.Remove(file);
        if (File.Exists(PathOf(file)))
        {
            File.Delete(PathOf(file));
        }
    }

    private void RemoveStrays()
    {
        foreach (var path in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
        {
            var file = Path.GetRelativePath(_folder, path).Replace(Path.DirectorySeparatorChar, '/');
            if (!file.StartsWith('.') && !_owners.ContainsKey(file))
            {
                File.Delete(path);
            }
        }
    }

    private string PathOf(string file) => Path.Combine(_folder, file);
}
