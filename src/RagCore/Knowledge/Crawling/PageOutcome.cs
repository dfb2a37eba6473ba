namespace ChatOpsBot.RagCore.Knowledge.Crawling;

/// <summary>What became of one page in a crawl.</summary>
internal enum PageOutcome
{
    Fetched,
    Unchanged,
    Gone,
    Forbidden,
    Refused,
    Unavailable,
    Unreachable,
    TimedOut,
    Busy,
    Resting,
    AddressRefused,
    AddressFault,
    OtherHost,
    TooManyRedirects,
    SameAsOther,
    TooLarge,
    UnknownType,
    Empty,
    Undecodable,
    Disallowed,
    RobotsUnreachable,
    NotIndexed,
    NotASitemap,
    Faulty,
}
