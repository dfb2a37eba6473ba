namespace ChatOpsBot.RagCore.Conversations;

/// <summary>All a channel needs to open a file that came with a message. Opaque to the core; never logged, since it may be the right to read the file.</summary>
/// <param name="Version">The version of the channel's own format, so that addresses stored by an older release can be read.</param>
/// <param name="Value">The channel's own format.</param>
public sealed record AttachmentAddress(int Version, string Value);
