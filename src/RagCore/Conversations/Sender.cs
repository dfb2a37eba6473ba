namespace ChatOpsBot.RagCore.Conversations;

/// <summary>The person who spoke.</summary>
/// <param name="Id">The platform's user id; never a name or a mail address.</param>
/// <param name="Principals">Rights the door itself vouches for, such as those of an API key. Empty on chat platforms, where groups are looked up.</param>
public sealed record Sender(string Id, IReadOnlyList<string> Principals);
