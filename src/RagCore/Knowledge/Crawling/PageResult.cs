namespace ChatOpsBot.RagCore.Knowledge.Crawling;

/// <summary>What became of one page.</summary>
/// <param name="Url">The address that was configured or named by a sitemap.</param>
/// <param name="Outcome">Whether it was read, and if not, why.</param>
internal sealed record PageResult(Uri Url, PageOutcome Outcome)
{
    /// <summary>Gets a value indicating whether the copy is as good as the page.</summary>
    public bool IsRead => Outcome is PageOutcome.Fetched or PageOutcome.Unchanged;

    /// <summary>
    /// Gets a value indicating whether the last copy must go: the page is not there any more, or not for us. A site that merely cannot
    /// answer takes nothing away.
    /// </summary>
    public bool EndsCopy => Outcome is PageOutcome.Gone or PageOutcome.Forbidden or PageOutcome.OtherHost or PageOutcome.SameAsOther or PageOutcome.TooLarge
        or PageOutcome.UnknownType or PageOutcome.Empty or PageOutcome.Undecodable or PageOutcome.Disallowed or PageOutcome.NotIndexed or PageOutcome.AddressFault;

    /// <summary>Gets one sentence for the person who looks after the source.</summary>
    public string Reason => Outcome switch
    {
        PageOutcome.Fetched or PageOutcome.Unchanged => "Read.",
        PageOutcome.Gone => "The page is gone.",
        PageOutcome.Forbidden => "The page asks who is reading it; only pages that need no sign-in are read.",
        PageOutcome.Refused => "The site refuses the request.",
        PageOutcome.Unavailable => "The site answers with an error of its own.",
        PageOutcome.Unreachable => "The site cannot be reached.",
        PageOutcome.TimedOut => "The page took too long.",
        PageOutcome.Busy => "The site asks to come back later.",
        PageOutcome.Resting => "The site is left alone for a while: it failed several times, or asked for it.",
        PageOutcome.AddressRefused => "The host has a private or reserved address. If it is meant to be read, name its network in AllowedNetworks.",
        PageOutcome.AddressFault => "The address is not https on port 443 without a user.",
        PageOutcome.OtherHost => "The page leads to a host that the source does not name. Add an address of that host to Urls if it belongs to it.",
        PageOutcome.TooManyRedirects => "The page leads on more than three times.",
        PageOutcome.SameAsOther => "The page leads to another page of the source, which is read.",
        PageOutcome.TooLarge => "The page is larger than Knowledge:MaxFileBytes.",
        PageOutcome.UnknownType => "The page is of a type that is not read.",
        PageOutcome.Empty => "The page is empty.",
        PageOutcome.Undecodable => "The page is not text in the encoding it names.",
        PageOutcome.Disallowed => "The site's robots.txt asks not to read it.",
        PageOutcome.RobotsUnreachable => "The site's robots.txt cannot be read, so nothing of the site is.",
        PageOutcome.NotIndexed => "The page asks not to be indexed.",
        PageOutcome.NotASitemap => "The file is not a sitemap, is damaged, or is larger than one may be.",
        PageOutcome.Faulty => "The reader failed on the page's content.",
        _ => "The page was not read.",
    };
}
