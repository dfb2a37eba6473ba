namespace ChatOpsBot.RagCore.Conversations;

/// <summary>Why a file of a message cannot be read.</summary>
public enum AttachmentFailure
{
    /// <summary>It is larger than may be read.</summary>
    TooLarge,

    /// <summary>The platform, or our own list of hosts, does not let the bot read it.</summary>
    NotAllowed,

    /// <summary>It was deleted, or its address has run out.</summary>
    Gone,

    /// <summary>Something else came in its place, such as a page to sign in.</summary>
    NotTheFile,

    /// <summary>The platform does not answer, or takes too long.</summary>
    Unreachable,

    /// <summary>The platform gives bots no files in this kind of conversation.</summary>
    Withheld,

    /// <summary>It lies in another service, of which the platform only has a link.</summary>
    Elsewhere,
}

/// <summary>A file of a message cannot be read.</summary>
/// <param name="failure">Why.</param>
/// <param name="reason">The platform's error code or a few words of ours for the log; never an address, a token or a file's name.</param>
public sealed class AttachmentException(AttachmentFailure failure, string reason) : Exception($"{failure}: {reason}")
{
    /// <summary>Gets why.</summary>
    public AttachmentFailure Failure { get; } = failure;

    /// <summary>Gets the platform's error code or a few words of ours.</summary>
    public string Reason { get; } = reason;
}
