using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Commands;

/// <summary>A word that is not a question. One file each.</summary>
public interface ICommand
{
    /// <summary>Gets the word.</summary>
    string Name { get; }

    /// <summary>Does it and says so.</summary>
    Task<NoticeReply> ExecuteAsync(InboundMessage message, CancellationToken cancellationToken);
}
