using Microsoft.Extensions.Primitives;

namespace ChatOpsBot.Channels.Teams.Inbound.Tokens;

/// <summary>Proves that a request came from the Bot Framework and is meant for this bot (T-01). Never throws for what a request holds.</summary>
internal sealed class TokenValidator(SigningKeys keys, TokenClaims claims, VerifiedTokens verified, TimeProvider time)
{
    /// <summary>Checks the Authorization header of a request.</summary>
    public async ValueTask<TokenCheck> CheckAsync(StringValues authorization, CancellationToken cancellationToken)
    {
        if (BearerToken.Read(authorization, out var token) is { } fault)
        {
            return TokenCheck.Refused(fault);
        }

        var hash = TokenHash.Of(token.Span);
        if (verified.Find(hash) is { } known)
        {
            if (await keys.FindAsync(known.Key.Kid, cancellationToken) == known.Key)
            {
                return known.Life.Check(time) is { } over ? TokenCheck.Refused(over) : TokenCheck.Verified(known);
            }

            verified.Remove(hash);
        }

        var check = await VerifyAsync(token, cancellationToken);
        if (check.Token is { } genuine)
        {
            verified.Add(hash, genuine);
        }

        return check;
    }

    private async ValueTask<TokenCheck> VerifyAsync(ReadOnlyMemory<char> text, CancellationToken cancellationToken)
    {
        if (SignedToken.Read(text.Span, out var token) is { } malformed)
        {
            return TokenCheck.Refused(malformed);
        }

        if (await keys.FindAsync(token!.Kid, cancellationToken) is not { } key)
        {
            return TokenCheck.Refused(keys.AreKnown ? TeamsResults.UnknownKey : TeamsResults.KeysUnavailable);
        }

        if (!key.Allows(token.Algorithm))
        {
            return TokenCheck.Refused(TeamsResults.WrongAlgorithm);
        }

        return key.Verify(token) ? claims.Check(token.Payload, key) : TokenCheck.Refused(TeamsResults.BadSignature);
    }
}
