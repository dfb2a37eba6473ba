namespace ChatOpsBot.BotHost.Hosting;

/// <summary>The host is configured so that it must not start. The message names key, value and mend.</summary>
public sealed class StartupException(string message) : Exception(message);
