using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.RagCore.Turns;

/// <summary>Decides what is said to one kind of message. Commands are asked first, the question handler takes what is left.</summary>
public interface ITurnHandler
{
    /// <summary>Says whether this handler answers the message.</summary>
    bool CanHandle(InboundMessage message);

    /// <summary>Gets a value indicating whether the person sees that the bot is at work before the reply is there.</summary>
    bool ShowsPlaceholder { get; }

    /// <summary>Returns what will be said. May be called again after a crash, but never once an answer is stored.</summary>
    Task<StoredAnswer> HandleAsync(InboundMessage message, IProgress<TurnProgress> progress, CancellationToken cancellationToken);
}
