namespace ChatOpsBot.RagCore.Access.Secrets;

/// <summary>What secrets are encrypted with before they are stored.</summary>
public sealed class EncryptionOptions
{
    public const string SectionName = "Storage";

    /// <summary>
    /// Gets the keys, each 32 bytes in base64 as <c>key encryption</c> makes them: the first encrypts, all of them decrypt. None by default; needed where
    /// tokens are stored.
    /// </summary>
    public IList<string> EncryptionKeys { get; } = [];
}
