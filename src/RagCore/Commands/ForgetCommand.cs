using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Memory;

namespace ChatOpsBot.RagCore.Commands;

/// <summary>Makes the bot forget a thread.</summary>
internal sealed class ForgetCommand(IConversationMemory memory) : ICommand
{
    private const string Done = "I have forgotten what was said in this thread. Your next question starts afresh.";

    public string Name => "forget";

    public async Task<NoticeReply> ExecuteAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        await memory.ForgetAsync(message.Conversation, cancellationToken);
        return new NoticeReply(Done, NoticeKind.Command);
    }
}
