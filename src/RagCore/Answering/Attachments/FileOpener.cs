using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Answering.Attachments;

/// <summary>Fetches one file from its channel and reads it. Images and recordings are not fetched: they would tell nothing.</summary>
internal sealed partial class FileOpener(
    IEnumerable<IAttachmentSource> sources, FileTextReader reader, AttachmentMetrics metrics, IOptions<AttachmentOptions> options, ILogger<FileOpener> logger)
{
    private const int LongestName = 80;

    public async Task<ReadFile> OpenAsync(InboundMessage message, InboundAttachment attachment, CancellationToken cancellationToken)
    {
        var file = await FetchAsync(message, attachment, cancellationToken);
        metrics.Ended(message.Conversation.Channel, file.Fault?.ToString() ?? "read");
        return file;
    }

    private async Task<ReadFile> FetchAsync(InboundMessage message, InboundAttachment attachment, CancellationToken cancellationToken)
    {
        var name = Shown(attachment.Name);
        if (RefusalOf(message, attachment) is { } refusal)
        {
            return ReadFile.NotRead(name, refusal);
        }

        try
        {
            var source = sources.First(candidate => candidate.Kind == message.Conversation.Channel);
            var content = await source.ReadAsync(message, attachment, options.Value.MaxBytes, cancellationToken);
            return await ReadAsync(message, attachment, content, cancellationToken);
        }
        catch (AttachmentException fault)
        {
            FileNotOpened(message.TurnId, attachment.Id, fault.Failure, fault.Reason);
            return ReadFile.NotRead(name, FaultOf(fault.Failure));
        }
    }

    // What the platform did not say of the file beforehand shows when it is there.
    private async Task<ReadFile> ReadAsync(InboundMessage message, InboundAttachment attachment, AttachmentContent content, CancellationToken cancellationToken)
    {
        var (claimed, type) = (content.Name ?? attachment.Name, content.ContentType ?? attachment.ContentType);
        var name = Shown(claimed);
        if (KindFault(FileKinds.Of(claimed, type)) is { } fault)
        {
            return ReadFile.NotRead(name, fault);
        }

        var path = FileKinds.PathOf(claimed, type)!;
        return await reader.ReadAsync(message.Conversation.Tenant, attachment.Id, name ?? path, path, content.Bytes, cancellationToken);
    }

    private Phrase? RefusalOf(InboundMessage message, InboundAttachment attachment)
    {
        // A name may be missing until the platform is asked.
        var isKnown = attachment.Name is not null || !string.IsNullOrEmpty(attachment.ContentType);
        return isKnown && KindFault(FileKinds.Of(attachment.Name, attachment.ContentType)) is { } fault ? fault
            : !options.Value.Enabled ? Phrase.FilesNotRead
            : !sources.Any(candidate => candidate.Kind == message.Conversation.Channel) ? Phrase.FileWithheld
            : attachment.Length > options.Value.MaxBytes ? Phrase.FileTooLarge
            : null;
    }

    private static Phrase? KindFault(FileKind kind) => kind switch
    {
        FileKind.Document => null,
        FileKind.Image => Phrase.FileIsImage,
        FileKind.Sound => Phrase.FileIsSound,
        FileKind.Video => Phrase.FileIsVideo,
        _ => Phrase.FileOfUnknownKind,
    };

    private static Phrase FaultOf(AttachmentFailure failure) => failure switch
    {
        AttachmentFailure.TooLarge => Phrase.FileTooLarge,
        AttachmentFailure.NotAllowed => Phrase.FileNotAllowed,
        AttachmentFailure.Gone => Phrase.FileGone,
        AttachmentFailure.NotTheFile => Phrase.FileReplaced,
        AttachmentFailure.Withheld => Phrase.FileWithheld,
        AttachmentFailure.Elsewhere => Phrase.FileElsewhere,
        _ => Phrase.FileUnreachable,
    };

    private static string? Shown(string? name) => DisplayText.OneLine(name ?? string.Empty, LongestName) is { Length: > 0 } shown ? shown : null;

    [LoggerMessage(LogEvents.FileNotOpened, LogLevel.Information, "Turn {TurnId}: the file {FileId} could not be opened: {Failure}, {Reason}")]
    private partial void FileNotOpened(string turnId, string fileId, AttachmentFailure failure, string reason);
}
