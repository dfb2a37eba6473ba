using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.Channels.Teams.Inbound;

/// <summary>What an activity means to the bot.</summary>
internal abstract record TeamsMapping
{
    private TeamsMapping()
    {
    }

    /// <summary>Nothing; counted under its reason.</summary>
    internal sealed record Ignored(string Reason) : TeamsMapping;

    /// <summary>A message for the bot; with <see cref="IfThreadKnown"/> only when it has a turn in the thread.</summary>
    internal sealed record Question(InboundMessage Message, bool IfThreadKnown = false) : TeamsMapping;

    /// <summary>A message was changed.</summary>
    internal sealed record Edit(InboundEdit Change) : TeamsMapping;

    /// <summary>A message was deleted.</summary>
    internal sealed record Removal(InboundRemoval Change) : TeamsMapping;

    /// <summary>The bot was added somewhere; <see cref="Greeting"/> is answered with how to ask.</summary>
    internal sealed record Installed(InboundMessage Greeting) : TeamsMapping;

    /// <summary>The bot was removed from a conversation.</summary>
    internal sealed record Uninstalled(ConversationKey Conversation) : TeamsMapping;
}
