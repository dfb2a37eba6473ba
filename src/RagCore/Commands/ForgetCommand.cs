using ChatOpsBot.RagCore.Answering.Attachments;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Memory;

namespace ChatOpsBot.RagCore.Commands;

/// <summary>Makes the bot forget a thread.</summary>
internal sealed class ForgetCommand(IConversationMemory memory, FileTexts files) : ICommand
{
    public string Name => "forget";

    public async Task<NoticeReply> ExecuteAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        await memory.ForgetAsync(message.Conversation, cancellationToken);
        files.Forget(message.Conversation);
        return new NoticeReply(Phrases.For(message.ReplyLanguage)[Phrase.Forgotten], NoticeKind.Command);
    }
}
