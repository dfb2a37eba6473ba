namespace ChatOpsBot.Channels.Teams.Inbound.Tokens;

/// <summary>The Bot Framework's keys could not be read. The message is from a closed set and holds nothing that was received.</summary>
internal sealed class KeysUnreadableException(string message) : Exception(message);
