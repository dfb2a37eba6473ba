namespace ChatOpsBot.Channels.Slack.Installations;

/// <summary>The token of one call.</summary>
/// <param name="Value">The token.</param>
/// <param name="Installation">The installation it belongs to; null for the configured one.</param>
/// <param name="IsOrgWide">It speaks for a whole enterprise, so some methods must be told the workspace (S-83).</param>
internal readonly record struct SlackToken(string Value, string? Installation, bool IsOrgWide)
{
    // Never the value (S-82).
    public override string ToString() => $"token of {Installation ?? "the configuration"}";
}
