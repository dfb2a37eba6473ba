namespace ChatOpsBot.TestKit.Teams.Tokens;

/// <summary>How a token issuer answers those who ask for its keys.</summary>
public enum IssuerMood
{
    /// <summary>With its keys.</summary>
    Works,

    /// <summary>With status 500.</summary>
    Fails,

    /// <summary>Not at all: the connection breaks.</summary>
    Unreachable,

    /// <summary>Never.</summary>
    Hangs,

    /// <summary>With what is not JSON.</summary>
    Garbage,

    /// <summary>With a list without keys.</summary>
    NoKeys,

    /// <summary>With more than anybody should read.</summary>
    Endless,

    /// <summary>With metadata that name another scheme for the keys.</summary>
    FileAddress,

    /// <summary>With metadata that send to a plain http address elsewhere.</summary>
    PlainAddress,

    /// <summary>With a redirect.</summary>
    Redirects,
}
