using ChatOpsBot.RagCore.Answering.Generation;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Answering.Citations;

/// <summary>
/// Keeps of a draft what its quotes bear out (P3). Pure code, the same for every generator: a quote must stand word for word in the
/// passage it names, every part of the statement must be said by a sentence that is quoted, and nothing that could come to life in a
/// channel may stand in it that is not quoted.
/// </summary>
internal static class CitationVerifier
{
    public static VerifiedAnswer Verify(AnswerDraft draft, IReadOnlyList<Passage> passages)
    {
        var assembly = new AnswerAssembly(passages);
        foreach (var statement in draft.Statements)
        {
            assembly.Add(statement);
        }

        return assembly.Complete();
    }
}
