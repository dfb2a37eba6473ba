namespace ChatOpsBot.RagCore.Knowledge.Crawling.Fetching;

/// <summary>What an address answered.</summary>
/// <param name="Address">Where redirects led.</param>
/// <param name="Outcome">Whether there is a body, and if not, why.</param>
internal sealed record FetchedPage(Uri Address, PageOutcome Outcome)
{
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Gets a value indicating whether the site blames the request.</summary>
    public bool IsClientError { get; init; }

    public string? MediaType { get; init; }

    public string? Charset { get; init; }

    public string? ETag { get; init; }

    public string? LastModified { get; init; }

    /// <summary>Gets the values of the <c>X-Robots-Tag</c> headers.</summary>
    public IReadOnlyList<string> RobotsTags { get; init; } = [];

    /// <summary>Gets how long the site asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
