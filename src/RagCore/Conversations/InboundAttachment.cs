namespace ChatOpsBot.RagCore.Conversations;

/// <summary>A file that came with a message. Its content is fetched only when a handler wants it.</summary>
/// <param name="Id">The platform's id of the file.</param>
/// <param name="ContentType">The media type the platform claims.</param>
/// <param name="Length">Size in bytes, when known.</param>
public sealed record InboundAttachment(string Id, string? ContentType, long? Length)
{
    /// <summary>Gets the file's name, when the platform says it.</summary>
    public string? Name { get; init; }

    /// <summary>Gets what the channel opens the file by. Null where the platform gives the bot nothing to open, and in messages of older releases.</summary>
    public AttachmentAddress? Source { get; init; }
}
