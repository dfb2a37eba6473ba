namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>A window somebody asked for.</summary>
/// <param name="Team">The workspace.</param>
/// <param name="Channel">Where it was asked for.</param>
/// <param name="User">Who asked for it.</param>
/// <param name="TriggerId">The right to open it within three seconds (S-43).</param>
/// <param name="ResponseUrl">Where the person can be told something.</param>
internal sealed record SlackWindow(string Team, string Channel, string User, string? TriggerId, string? ResponseUrl);
