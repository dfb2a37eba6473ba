using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Memory;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Answering.Attachments;

/// <summary>
/// The files a question can be answered from: those of its message and those that came before in the same thread, newest first. Everybody in a thread
/// can see its files, so that nobody is shown more than they had (P4).
/// </summary>
internal sealed class ThreadFiles(
    FileOpener opener, FileTexts texts, ITurnJournal journal, IOptions<AttachmentOptions> options, IOptions<MemoryOptions> memory, TimeProvider time)
{
    public async Task<FoundFiles> FindAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        var own = message.Attachments.DistinctBy(attachment => attachment.Id).ToList();
        (InboundMessage Message, InboundAttachment Attachment)[] wanted =
        [
            .. own.Select(attachment => (Message: message, Attachment: attachment))
                .Concat(await EarlierAsync(message, cancellationToken))
                .DistinctBy(each => each.Attachment.Id)
                .Take(options.Value.MaxFiles),
        ];
        var files = await Task.WhenAll(wanted.Select(each => FindAsync(message, each.Message, each.Attachment, cancellationToken)));
        return new FoundFiles(files, own.Count > options.Value.MaxFiles);
    }

    private async Task<IEnumerable<(InboundMessage Message, InboundAttachment Attachment)>> EarlierAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        var turns = await journal.ListThreadAsync(message.Conversation, time.GetUtcNow() - memory.Value.Window, memory.Value.MaxExchanges, cancellationToken);
        return turns.Select(turn => turn.Message)
            .Where(earlier => earlier.TurnId != message.TurnId)
            .OrderByDescending(earlier => earlier.SentAt)
            .SelectMany(earlier => earlier.Attachments, (earlier, attachment) => (earlier, attachment));
    }

    private async Task<FoundFile> FindAsync(InboundMessage asking, InboundMessage message, InboundAttachment attachment, CancellationToken cancellationToken)
    {
        var isOwn = message.TurnId == asking.TurnId;
        if (texts.Find(message.Conversation, attachment.Id) is { } known)
        {
            return new FoundFile(known, isOwn, IsTold: isOwn);
        }

        var file = await opener.OpenAsync(message, attachment, cancellationToken);
        if (!file.IsPassing)
        {
            texts.Keep(message.Conversation, attachment.Id, file);
        }

        // That a file can no longer be opened is news; what it was from the start was told with its own message.
        return new FoundFile(file, isOwn, IsTold: isOwn || file.Fault is Phrase.FileGone or Phrase.FileUnreachable or Phrase.FileNotAllowed);
    }
}

/// <summary>A file of a thread.</summary>
/// <param name="File">What was read of it.</param>
/// <param name="IsOwn">Whether it came with the question itself.</param>
/// <param name="IsTold">Whether the person is told when nothing was read.</param>
internal sealed record FoundFile(ReadFile File, bool IsOwn, bool IsTold);

/// <summary>The files of a thread.</summary>
/// <param name="Files">Those that were looked at, newest first.</param>
/// <param name="HasMore">Whether the message had more files than are looked at.</param>
internal sealed record FoundFiles(IReadOnlyList<FoundFile> Files, bool HasMore)
{
    /// <summary>Gets the files something was read of.</summary>
    public IEnumerable<ReadFile> Read => Files.Select(found => found.File).Where(file => file.Documents.Count > 0);
}
