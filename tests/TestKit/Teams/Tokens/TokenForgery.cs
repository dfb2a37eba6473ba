using Microsoft.Extensions.Primitives;

namespace ChatOpsBot.TestKit.Teams.Tokens;

/// <summary>One way to get in without a right to.</summary>
/// <param name="Name">What is tried.</param>
/// <param name="Authorization">Makes the values of the Authorization header.</param>
public sealed record TokenForgery(string Name, Func<TokenIssuer, StringValues> Authorization)
{
    /// <summary>Gets what is tried, in printable characters.</summary>
    public string Name { get; } = string.Concat(Name.Select(character => character is >= ' ' and <= '~' ? $"{character}" : $"\\u{(int)character:x4}"));

    /// <summary>Says whether an HTTP client can send the header as it is: no line breaks, nothing but ASCII, no more than a server takes.</summary>
    public static bool CanTravel(StringValues authorization)
        => authorization.All(value => value is { Length: < 24_000 } && value.Trim() == value && value.All(character => character is >= ' ' and <= '~' or '\t'));

    public override string ToString() => Name;
}
