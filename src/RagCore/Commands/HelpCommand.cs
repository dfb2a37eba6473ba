using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Commands;

/// <summary>Says how to ask.</summary>
internal sealed class HelpCommand : ICommand
{
    public const string CommandName = "help";

    private const string Text = """
        Ask me a question about your organisation's documents, such as "How many days of annual leave do I get?". I answer with quotes from the documents, and I say so when they hold no answer.
        You can ask on in the same thread, such as "and for contractors?".
        Words I understand besides questions:
        - help: shows this text
        - sources: lists the documents I can search for you here
        - forget: makes me forget this thread
        In a channel I use only documents that everybody may read. Ask me in a direct message about documents that only some people may read.
        """;

    public string Name => CommandName;

    public Task<NoticeReply> ExecuteAsync(InboundMessage message, CancellationToken cancellationToken)
        => Task.FromResult(new NoticeReply(Text, NoticeKind.Command));
}
