namespace ChatOpsBot.Channels.Teams.Inbound.Tokens;

/// <summary>What became of a token: it was verified, or it was refused for one of the reasons in <see cref="TeamsResults"/>.</summary>
internal readonly record struct TokenCheck
{
    private TokenCheck(VerifiedToken? token, string? refusal) => (Token, Refusal) = (token, refusal);

    /// <summary>Gets the token; null when it was refused.</summary>
    public VerifiedToken? Token { get; }

    /// <summary>Gets why the token was refused; null when it was verified.</summary>
    public string? Refusal { get; }

    public static TokenCheck Verified(VerifiedToken token) => new(token, null);

    public static TokenCheck Refused(string reason) => new(null, reason);
}

/// <summary>A token that the Bot Framework signed for this bot.</summary>
/// <param name="ServiceUrl">The Connector the token speaks for (T-02).</param>
/// <param name="Key">The key that signed it.</param>
/// <param name="Life">When it is valid.</param>
internal sealed record VerifiedToken(string ServiceUrl, SigningKey Key, TokenLife Life)
{
    /// <summary>Says whether the key may sign for a channel (T-03). A key without endorsements may sign for none.</summary>
    public bool Endorses(string channelId) => Key.Endorses(channelId);
}
