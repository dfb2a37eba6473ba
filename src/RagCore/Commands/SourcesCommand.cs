using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Commands;

/// <summary>Lists what can be searched here. Counts only what the audience may read.</summary>
internal sealed class SourcesCommand(IAccessResolver access, IKnowledgeIndex index) : ICommand
{
    private const string Nothing = "There are no documents that I may use here.";

    public string Name => "sources";

    public async Task<NoticeReply> ExecuteAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        var sources = await index.ListSourcesAsync(await access.ResolveAsync(message, cancellationToken), cancellationToken);
        var text = sources.Count == 0 ? Nothing : string.Join('\n', sources.Select(Line).Prepend("I search these documents for you here:"));
        return new NoticeReply(text, NoticeKind.Command);
    }

    private static string Line(SourceSummary source)
    {
        var folders = source.Folders.Count == 0 ? string.Empty : $" ({string.Join(", ", source.Folders)})";
        return $"- {source.Name}: {source.Documents} {(source.Documents == 1 ? "document" : "documents")}{folders}";
    }
}
