using System.Text.Json;
using ChatOpsBot.RagCore.Conversations.Wire;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Teams.Inbound.Tokens;

/// <summary>Checks what a token with a good signature says (T-01, T-02).</summary>
internal sealed class TokenClaims(IOptions<TeamsOptions> options, TimeProvider time)
{
    // The end of the year 9999. A token that claims more does not say when it ends.
    private const long LastSecond = 253_402_300_799;

    public TokenCheck Check(ReadOnlyMemory<byte> payload, SigningKey key)
    {
        if (TokenJson.Read(payload) is not { } claims)
        {
            return TokenCheck.Refused(TeamsResults.MalformedToken);
        }

        if (claims.Text("iss"u8) is not { } issuer || !string.Equals(issuer, options.Value.Issuer, StringComparison.Ordinal))
        {
            return TokenCheck.Refused(TeamsResults.WrongIssuer);
        }

        if (!IsForThisBot(claims))
        {
            return TokenCheck.Refused(TeamsResults.WrongAudience);
        }

        if (ReadLife(claims, out var life) is { } unusable)
        {
            return TokenCheck.Refused(unusable);
        }

        // The Connector spells the claim in lower case; another spelling is another claim.
        return claims.Text("serviceurl"u8) is { Length: > 0 } serviceUrl
            ? TokenCheck.Verified(new VerifiedToken(serviceUrl, key, life))
            : TokenCheck.Refused(TeamsResults.NoServiceUrlClaim);
    }

    // A list of audiences is refused even when the bot is in it: the Connector names one bot, and a token for several is nobody's proof.
    private bool IsForThisBot(JsonElement claims)
        => !string.IsNullOrEmpty(options.Value.AppId) && string.Equals(claims.Text("aud"u8), options.Value.AppId, StringComparison.OrdinalIgnoreCase);

    private string? ReadLife(JsonElement claims, out TokenLife life)
    {
        life = default;
        if (Seconds(claims.Member("exp"u8)) is not { } expires)
        {
            return TeamsResults.Expired;
        }

        long? notBefore = claims.Has("nbf"u8) ? Seconds(claims.Member("nbf"u8)) : 0;
        if (notBefore is null)
        {
            return TeamsResults.NotYetValid;
        }

        life = new TokenLife(notBefore.Value, expires);
        return life.Check(time);
    }

    private static long? Seconds(JsonElement claim)
        => claim.ValueKind is JsonValueKind.Number && claim.TryGetInt64(out var seconds) && seconds is >= 0 and <= LastSecond ? seconds : null;
}
