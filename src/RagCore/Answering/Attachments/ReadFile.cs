using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Answering.Attachments;

/// <summary>What became of a file.</summary>
/// <param name="Name">Its name as a person is shown it; null where the platform does not say it.</param>
/// <param name="Documents">What was read of it, visible to its thread alone.</param>
/// <param name="Fault">What a person is told, when nothing was read.</param>
internal sealed record ReadFile(string? Name, IReadOnlyList<Document> Documents, Phrase? Fault)
{
    /// <summary>Gets a value indicating whether another try may end otherwise.</summary>
    public bool IsPassing => Fault is Phrase.FileUnreachable;

    /// <summary>Gets how many characters are held.</summary>
    public long Length => Documents.Sum(document => (long)document.Text.Length);

    public static ReadFile NotRead(string? name, Phrase fault) => new(name, [], fault);
}
