namespace ChatOpsBot.Channels.Teams.Inbound.Tokens;

/// <summary>When a token is valid, in seconds since 1970.</summary>
internal readonly record struct TokenLife(long NotBefore, long Expires)
{
    // Microsoft's documentation of the Bot Framework's tokens allows five minutes either way (T-01).
    private const long SkewSeconds = 300;

    /// <summary>Returns null when the token is valid now, else why not.</summary>
    public string? Check(TimeProvider time)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (now - Expires > SkewSeconds)
        {
            return TeamsResults.Expired;
        }

        return NotBefore - now > SkewSeconds || NotBefore > Expires ? TeamsResults.NotYetValid : null;
    }
}
