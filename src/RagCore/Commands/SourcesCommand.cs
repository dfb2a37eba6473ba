using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Commands;

/// <summary>Lists what can be searched here. Counts only what the audience may read.</summary>
internal sealed class SourcesCommand(IAccessResolver access, IKnowledgeIndex index) : ICommand
{
    public string Name => "sources";

    public async Task<NoticeReply> ExecuteAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        var sources = await index.ListSourcesAsync(await access.ResolveAsync(message, cancellationToken), cancellationToken);
        var words = Phrases.For(message.ReplyLanguage);
        var text = sources.Count == 0 ? words[Phrase.NoSources] : string.Join('\n', sources.Select(source => Line(source, words)).Prepend(words[Phrase.SourcesHere]));
        return new NoticeReply(text, NoticeKind.Command);
    }

    private static string Line(SourceSummary source, Phrases words)
    {
        var folders = source.Folders.Count == 0 ? string.Empty : $" ({string.Join(", ", source.Folders)})";
        return $"- {source.Name}: {words.Count(source.Documents, Phrase.DocumentCountOne, Phrase.DocumentCountOther)}{folders}";
    }
}
