using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>What an event means to the bot.</summary>
internal abstract record SlackMapping
{
    private SlackMapping()
    {
    }

    /// <summary>Nothing; counted under its reason.</summary>
    internal sealed record Ignored(string Reason) : SlackMapping;

    /// <summary>A message for the bot.</summary>
    /// <param name="Message">The message.</param>
    /// <param name="IfThreadKnown">Only if the bot already has a turn in its thread.</param>
    /// <param name="IfEveryQuestion">Only if every question is answered in its channel.</param>
    internal sealed record Question(InboundMessage Message, bool IfThreadKnown, bool IfEveryQuestion = false) : SlackMapping;

    /// <summary>A person has opened the bot's home. <see cref="Hash"/>: which home they see, where they see one.</summary>
    internal sealed record Home(string Team, string User, string? Hash) : SlackMapping;

    /// <summary>A person opened the conversation with the bot.</summary>
    internal sealed record Opened(SlackOpening Opening) : SlackMapping;

    /// <summary>Something the bot takes without doing anything.</summary>
    internal sealed record Noticed : SlackMapping;

    /// <summary>A message was changed.</summary>
    internal sealed record Edit(InboundEdit Change) : SlackMapping;

    /// <summary>A message was deleted.</summary>
    internal sealed record Removal(InboundRemoval Change) : SlackMapping;

    /// <summary>The app was taken away, or its tokens were.</summary>
    /// <param name="Team">The workspace.</param>
    /// <param name="Enterprise">Its enterprise.</param>
    /// <param name="IsOrgWide">The installation of the whole enterprise is meant.</param>
    /// <param name="Bots">The bot users whose tokens were taken; empty when it is the app itself.</param>
    /// <param name="At">When, in seconds.</param>
    internal sealed record Uninstall(string Team, string? Enterprise, bool IsOrgWide, IReadOnlyList<string> Bots, long At) : SlackMapping;
}
