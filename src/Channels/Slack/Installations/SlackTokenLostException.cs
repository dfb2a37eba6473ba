namespace ChatOpsBot.Channels.Slack.Installations;

/// <summary>An installation's token has expired and there is no new one for now.</summary>
internal sealed class SlackTokenLostException(string installation) : Exception($"slack: the token of {installation} has expired");
