namespace ChatOpsBot.Channels.Teams.Rendering;

/// <summary>Teams' limits as the renderer keeps them (T-20, T-26).</summary>
internal static class TeamsLimits
{
    /// <summary>UTF-16 units of a message's JSON: 80 KB, where Teams refuses above 100 KB.</summary>
    public const int Payload = 80 * 1024 / sizeof(char);

    /// <summary>Bytes of a card's message: older pages and Microsoft's own tools say 28 KB for cards, which a message of 80 KB does not change.</summary>
    public const int Card = 27 * 1024;

    /// <summary>Bytes that a card of a divided reply leaves to its foot, with the form for reasons.</summary>
    public const int CardReserve = 4_500;

    /// <summary>UTF-16 units that a part of a divided reply leaves to what stands around it.</summary>
    public const int PartReserve = 8_000;

    /// <summary>Bytes of the text of a chunk, far below what a message may hold: what is longer is shown when it is whole.</summary>
    public const int Chunk = 20 * 1024;

    /// <summary>Characters of one paragraph.</summary>
    public const int Paragraph = 6_000;

    /// <summary>Characters of a paragraph that several statements share.</summary>
    public const int SharedParagraph = 700;

    /// <summary>Statements that share a paragraph.</summary>
    public const int SharedStatements = 20;

    /// <summary>Characters of a title or a heading path as it is shown.</summary>
    public const int Title = 150;

    /// <summary>Characters of a quote as it is shown.</summary>
    public const int Quote = 300;

    /// <summary>Characters of a quote that is folded away among <see cref="ManySources"/>, so that fifty fit into one message.</summary>
    public const int ShortQuote = 140;

    /// <summary>Sources above which folded quotes are short.</summary>
    public const int ManySources = 20;

    /// <summary>Sources that are shown before the rest is folded away.</summary>
    public const int OpenSources = 5;

    /// <summary>Characters of an address.</summary>
    public const int Url = 2_000;

    /// <summary>Characters of what a notification says.</summary>
    public const int Summary = 200;

    /// <summary>People for whom a card is refreshed (T-24).</summary>
    public const int Viewers = 60;

    /// <summary>Citations of a message.</summary>
    public const int Citations = 20;

    /// <summary>Characters of a citation's name.</summary>
    public const int CitationName = 80;

    /// <summary>Characters of a citation's keyword.</summary>
    public const int Keyword = 28;

    /// <summary>Characters of a citation's abstract.</summary>
    public const int CitationAbstract = 160;
}
