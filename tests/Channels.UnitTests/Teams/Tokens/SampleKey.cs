using ChatOpsBot.Channels.Teams.Inbound.Tokens;
using ChatOpsBot.TestKit.Teams.Tokens;

namespace ChatOpsBot.Channels.UnitTests.Teams.Tokens;

/// <summary>A key for tests that verify nothing.</summary>
internal static class SampleKey
{
    public static SigningKey Value { get; } = new("bf-1", new() { Modulus = new IssuerKey("bf-1", 1).Modulus, Exponent = [1, 0, 1] }, null, ["msteams"]);
}
