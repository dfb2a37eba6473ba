namespace ChatOpsBot.RagCore.Conversations;

/// <summary>Opens the files that come with the messages of one channel. Implemented once per platform that has them, outside this assembly.</summary>
public interface IAttachmentSource
{
    /// <summary>Gets the platform this instance speaks to.</summary>
    ChannelKind Kind { get; }

    /// <summary>Returns the content of a file. Bounded in time by the channel.</summary>
    /// <param name="message">The message the file came with.</param>
    /// <param name="attachment">The file.</param>
    /// <param name="maxBytes">The most bytes that are read; a larger file is refused.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="AttachmentException">The file cannot be read; nothing else that the platform can cause is thrown.</exception>
    Task<AttachmentContent> ReadAsync(InboundMessage message, InboundAttachment attachment, int maxBytes, CancellationToken cancellationToken);
}

/// <summary>A file as the platform gave it.</summary>
/// <param name="Name">Its name, when the platform says it.</param>
/// <param name="ContentType">The media type the platform claims.</param>
/// <param name="Bytes">Its content.</param>
public sealed record AttachmentContent(string? Name, string? ContentType, ReadOnlyMemory<byte> Bytes);
