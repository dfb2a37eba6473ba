using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.RagCore.Commands;

/// <summary>Says how to ask.</summary>
internal sealed class HelpCommand : ICommand
{
    public const string CommandName = "help";

    public string Name => CommandName;

    public Task<NoticeReply> ExecuteAsync(InboundMessage message, CancellationToken cancellationToken)
        => Task.FromResult(new NoticeReply(Phrases.For(message.ReplyLanguage)[Phrase.HelpText], NoticeKind.Command));
}
