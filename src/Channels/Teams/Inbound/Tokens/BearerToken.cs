using Microsoft.Extensions.Primitives;

namespace ChatOpsBot.Channels.Teams.Inbound.Tokens;

/// <summary>Takes the token out of the Authorization header.</summary>
internal static class BearerToken
{
    // Tokens of the Bot Framework have about 1,500 characters.
    private const int MaxLength = 16 << 10;
    private const string Scheme = "Bearer ";

    /// <summary>Reads the header; returns null when it holds one token of a sane length, else why not.</summary>
    public static string? Read(StringValues authorization, out ReadOnlyMemory<char> token)
    {
        token = default;
        if (authorization.Count == 0 || (authorization.Count == 1 && string.IsNullOrEmpty(authorization[0])))
        {
            return TeamsResults.MissingToken;
        }

        if (authorization.Count > 1 || !authorization[0]!.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return TeamsResults.MalformedToken;
        }

        token = authorization[0].AsMemory(Scheme.Length);
        return token.Length is > 0 and <= MaxLength ? null : TeamsResults.MalformedToken;
    }
}
