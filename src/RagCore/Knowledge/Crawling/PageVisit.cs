using ChatOpsBot.RagCore.Knowledge.Crawling.Fetching;
using ChatOpsBot.RagCore.Knowledge.Crawling.Mirroring;
using ChatOpsBot.RagCore.Knowledge.Crawling.Sitemaps;

namespace ChatOpsBot.RagCore.Knowledge.Crawling;

/// <summary>Brings the copies of single pages to what the site has now.</summary>
/// <param name="access">Reads pages.</param>
/// <param name="mirror">Keeps their copies.</param>
/// <param name="listed">The addresses of all pages of the source.</param>
/// <param name="time">The clock.</param>
internal sealed class PageVisit(SiteAccess access, PageMirror mirror, IReadOnlySet<string> listed, TimeProvider time)
{
    // Sites forget to say that a page changed: once a day it is asked for whatever the sitemap says.
    private static readonly TimeSpan MaxTrust = TimeSpan.FromDays(1);

    /// <summary>Reads a page if it may have changed. Whatever is wrong with one page, the others are read.</summary>
    /// <exception cref="IOException">The copies cannot be written.</exception>
    public async Task<PageResult> RunAsync(SitemapEntry page, CancellationToken cancellationToken)
    {
        var known = mirror.Find(page.Url);
        var copy = known is not null && mirror.HasCopy(known) ? known : null;
        if (copy is not null && IsCurrent(copy, page))
        {
            return new PageResult(page.Url, PageOutcome.Unchanged);
        }

        var validators = copy is null ? null : new Validators(new Uri(copy.Address), copy.ETag, copy.LastModified);
        var fetched = await access.ReadPageAsync(page.Url, validators, cancellationToken);
        var result = new PageResult(page.Url, fetched.Outcome switch
        {
            PageOutcome.Fetched => Take(page, fetched),
            PageOutcome.Unchanged when copy is null => PageOutcome.Refused,
            var other => other,
        });
        if (result.EndsCopy)
        {
            mirror.Remove(page.Url, result.Outcome);
        }
        else if (result.Outcome is PageOutcome.Unchanged)
        {
            mirror.Note(copy! with { Outcome = PageOutcome.Unchanged, SitemapModified = page.Modified, FetchedAt = time.GetUtcNow() });
        }
        else if (result.Outcome is not PageOutcome.Fetched)
        {
            mirror.Note((known ?? new CatalogEntry(page.Url.AbsoluteUri, page.Url.AbsoluteUri, result.Outcome)) with { Outcome = result.Outcome });
        }

        return result;
    }

    private bool IsCurrent(CatalogEntry copy, SitemapEntry page)
        => page.Modified is not null && copy.SitemapModified == page.Modified && copy.Outcome is (PageOutcome.Fetched or PageOutcome.Unchanged)
            && time.GetUtcNow() - copy.FetchedAt < MaxTrust;

    /// <summary>Keeps a page that was sent, unless there is a reason not to.</summary>
    private PageOutcome Take(SitemapEntry page, FetchedPage fetched)
    {
        if (fetched.Address != page.Url && listed.Contains(fetched.Address.AbsoluteUri))
        {
            return PageOutcome.SameAsOther;
        }

        if (fetched.Bytes.IsEmpty || PageTypes.ExtensionOf(fetched.MediaType, fetched.Address) is not { } extension)
        {
            return fetched.Bytes.IsEmpty ? PageOutcome.Empty : PageOutcome.UnknownType;
        }

        if ((PageTypes.IsText(extension) ? PageText.ToUtf8(fetched.Bytes, fetched.Charset) : fetched.Bytes) is not { } bytes)
        {
            return PageOutcome.Undecodable;
        }

        if (PageText.AsksNotToBeIndexed(fetched with { Bytes = bytes }, extension))
        {
            return PageOutcome.NotIndexed;
        }

        var entry = new CatalogEntry(page.Url.AbsoluteUri, fetched.Address.AbsoluteUri, PageOutcome.Fetched)
        {
            MediaType = fetched.MediaType,
            ETag = fetched.ETag,
            LastModified = fetched.LastModified,
            SitemapModified = page.Modified,
            FetchedAt = time.GetUtcNow(),
        };
        mirror.Store(entry, extension, bytes);
        return PageOutcome.Fetched;
    }
}
