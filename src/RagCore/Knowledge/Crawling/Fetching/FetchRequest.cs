namespace ChatOpsBot.RagCore.Knowledge.Crawling.Fetching;

/// <summary>An address to read.</summary>
/// <param name="Url">The address.</param>
/// <param name="MaxBytes">The most bytes its body may have, decompressed.</param>
/// <param name="RefusalOf">Asked before each request, redirects included, whether the address may be read.</param>
internal sealed record FetchRequest(Uri Url, long MaxBytes, Func<Uri, Task<PageOutcome?>> RefusalOf)
{
    /// <summary>Gets the copy there is; only a page that is newer is sent again.</summary>
    public Validators? Known { get; init; }

    /// <summary>Gets a value indicating whether a body that is too long is cut instead of refused.</summary>
    public bool IsCut { get; init; }
}

/// <summary>What a site said about a copy.</summary>
/// <param name="Address">Where it was read.</param>
/// <param name="ETag">Its mark.</param>
/// <param name="LastModified">Its time, as the site wrote it.</param>
internal sealed record Validators(Uri Address, string? ETag, string? LastModified);
